import type { GoldRanking, GoldRating } from '@pairwright/contract/gold';
import type { Answer, Details } from '@pairwright/contract/judgment';
import { useState } from 'react';
import { wholeIn } from '../projects/question-draft.ts';

interface Known {
  answer: Answer | null;
  ratings: GoldRating[] | null;
}

type First = { answer: Answer; ratings: GoldRating[] | null; ranking: GoldRanking } | null;

/** What is to be expected of a comparison as it is being entered, and when an answer is right. */
export function useKnownDraft(first: First) {
  const [known, setKnown] = useState<Known>({
    answer: first?.answer ?? null,
    ratings: first?.ratings ?? null,
  });
  const [ranking, setRanking] = useState<GoldRanking['rule']>(first?.ranking.rule ?? 'exact');
  const [percent, setPercent] = useState(
    first?.ranking.rule === 'alike' ? String(first.ranking.percent) : '80',
  );
  const share = wholeIn(percent, 50, 100);
  return {
    known,
    ranking,
    percent,
    /** Whether the share is out of its range. */
    percentFault: share === null,
    /** Null while it is not whole. */
    rule: ruleOf(ranking, share),
    setRanking,
    setPercent,
    know: (answer: Answer, ratings: Details['ratings']) =>
      setKnown({ answer, ratings: answer.outcome === 'rated' ? ratingsOf(ratings) : null }),
  };
}

export type KnownDraft = ReturnType<typeof useKnownDraft>;

function ratingsOf(ratings: Details['ratings']): GoldRating[] | null {
  return ratings.length === 0 ? null : ratings.map(({ key, value }) => ({ key, value }));
}

function ruleOf(rule: GoldRanking['rule'], percent: number | null): GoldRanking | null {
  if (rule !== 'alike') return { rule };
  return percent === null ? null : { rule, percent };
}
