import { oneOf, roundOf, textsOf, useOptions } from '../use-options.ts';
import type { VoteFilter } from '../VoteFilters.tsx';

export const bothBadChoices = ['own_label', 'as_tie', 'leave_out'] as const;

/** What agreement is measured on; as `agreementOptions` in the contract. */
export interface QualityOptions extends VoteFilter {
  bothBad: (typeof bothBadChoices)[number];
}

export function useQualityOptions() {
  return useOptions(readOptions, { bothBad: 'own_label' });
}

function readOptions(search: URLSearchParams): QualityOptions {
  return {
    ...textsOf(search, ['language', 'category', 'batchId', 'from', 'to']),
    ...roundOf(search),
    bothBad: oneOf(search, 'bothBad', bothBadChoices),
  };
}
