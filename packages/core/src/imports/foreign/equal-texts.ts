import { planComparisons } from '@pairwright/domain/pairing';
import { canonicalMessages } from '@pairwright/formats/canonical';
import type { ImportRow } from '@pairwright/formats/import-types';

export interface EqualTexts {
  /** Places of responses with equal texts, each group of two or more. */
  readonly groups: number[][];
  /** Whether a vote about these responses goes nowhere, whatever the plan: no comparison comes of texts that are equal. */
  leavesOut(places: readonly number[]): boolean;
}

/** What an import leaves out of a row because texts are equal; `alone`: the project asks about one response at a time. */
export function equalTexts({ responses, readyPair }: ImportRow, alone: boolean): EqualTexts {
  const texts = responses.map(({ messages }) => canonicalMessages(messages));
  const placesOf = (text: string): number[] => [...texts.keys()].filter((place) => texts[place] === text);
  const groups = [...new Set(texts)].map(placesOf).filter(({ length }) => length > 1);
  if (!alone || readyPair)
    return {
      groups,
      leavesOut: (places) => places.length > 1 && new Set(places.map((place) => texts[place])).size === 1,
    };
  const judged = responses.map(({ model }, place) => ({ model, text: texts[place]! }));
  const { comparisons } = planComparisons({ plan: 'singles' }, judged, '');
  const kept = new Set(comparisons.flat());
  return { groups, leavesOut: (places) => !places.some((place) => kept.has(place)) };
}
