import type { CallOutput } from '@pairwright/contract/client';
import type { GoldEffect, GoldRanking, GoldRating } from '@pairwright/contract/gold';
import type { Answer, Details } from '@pairwright/contract/judgment';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { toast } from '../../../ui/toast.ts';
import { isBlank, noExplanation } from '../comparisons/Explanations.tsx';
import { wholeIn } from '../projects/question-draft.ts';
import { goldReads } from './gold-reads.ts';

interface Known {
  answer: Answer | null;
  ratings: GoldRating[] | null;
}

interface Options {
  params: { projectId: string; comparisonId: string };
  gold: CallOutput<'getComparison'>['gold'];
  /** Told what it changed for people, once it is saved. */
  onSaved: (effect: GoldEffect) => void;
}

/** What is to be expected of a comparison as it is being entered, and sending it when it is whole. */
export function useGoldDraft({ params, gold, onSaved }: Options) {
  const t = useT();
  const [known, setKnown] = useState<Known>({ answer: gold?.answer ?? null, ratings: gold?.ratings ?? null });
  const [ranking, setRanking] = useState<GoldRanking['rule']>(gold?.ranking.rule ?? 'exact');
  const [percent, setPercent] = useState(
    gold?.ranking.rule === 'alike' ? String(gold.ranking.percent) : '80',
  );
  const [explanation, setExplanation] = useState(gold?.explanation ?? noExplanation);
  const [exam, setExam] = useState(gold?.exam ?? false);
  const [tried, setTried] = useState(false);
  const save = useWrite('setGold', goldReads);
  const explained = !Object.values(explanation).every(isBlank);
  const halfExplained = explained && Object.values(explanation).some(isBlank);
  const share = wholeIn(percent, 50, 100);
  const send = (): void => {
    setTried(true);
    const { answer, ratings } = known;
    const rule = ruleOf(ranking, share);
    if (answer === null || halfExplained || rule === null || save.isPending) return;
    const body = { answer, ratings, ranking: rule, explanation: explained ? explanation : null, exam };
    save.mutate(
      { params, body },
      {
        onSuccess: (effect) => {
          toast(t('console-routing.gold_saved'));
          onSaved(effect);
        },
      },
    );
  };
  return {
    known,
    ranking,
    percent,
    percentFault: share === null,
    explanation,
    explained,
    exam,
    tried,
    save,
    send,
    setRanking,
    setPercent,
    setExplanation,
    setExam,
    know: (answer: Answer, ratings: Details['ratings']) =>
      setKnown({ answer, ratings: answer.outcome === 'rated' ? ratingsOf(ratings) : null }),
  };
}

function ratingsOf(ratings: Details['ratings']): GoldRating[] | null {
  return ratings.length === 0 ? null : ratings.map(({ key, value }) => ({ key, value }));
}

function ruleOf(rule: GoldRanking['rule'], percent: number | null): GoldRanking | null {
  if (rule !== 'alike') return { rule };
  return percent === null ? null : { rule, percent };
}
