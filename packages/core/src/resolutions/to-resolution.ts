import type { Resolution } from '@pairwright/contract/resolutions';
import type { ResolutionRow } from './resolutions.queries.ts';

/** A stored label as it is told. */
export function toResolution(row: ResolutionRow): Resolution {
  const { probability, low, high, shares, size, promptExcerpt: _p, models: _m, ...rest } = row;
  const noPair = rest.responses !== null || (size !== 2 && rest.votesUsed > 0);
  const reason = probability !== null ? null : noPair ? 'no_pair' : 'no_data';
  const responses = toResponses(rest.responses);
  return { ...rest, responses, soft: { probability, low, high, shares, reason } };
}

/** Labels of responses as they are told; those stored before reviewers decided about one response say nothing of it. */
export function toResponses(stored: unknown): Resolution['responses'] {
  if (stored == null) return null;
  return (stored as NonNullable<Resolution['responses']>).map((label) => ({
    ...label,
    decided: label.decided ?? null,
  }));
}

export function neverJudged(
  of: { readonly comparisonId: string; readonly question: string },
  computedAt: string,
): Resolution {
  return {
    ...of,
    version: 0,
    method: null,
    result: 'unresolved',
    reason: 'too_few_judgments',
    winner: null,
    strength: null,
    agreement: null,
    soft: { probability: null, low: null, high: null, shares: null, reason: 'no_data' },
    responses: null,
    steps: null,
    ranking: null,
    votesUsed: 0,
    disagreement: 0,
    computedAt,
  };
}
