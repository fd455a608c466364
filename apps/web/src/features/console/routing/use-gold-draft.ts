import type { CallOutput } from '@pairwright/contract/client';
import type { GoldEffect } from '@pairwright/contract/gold';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { toast } from '../../../ui/toast.ts';
import { isBlank, noExplanation } from '../comparisons/Explanations.tsx';
import { useKnownDraft } from '../comparisons/use-known-draft.ts';
import { goldReads } from './gold-reads.ts';

interface Options {
  params: { projectId: string; comparisonId: string };
  gold: CallOutput<'getComparison'>['gold'];
  /** Told what it changed for people, once it is saved. */
  onSaved: (effect: GoldEffect) => void;
}

/** What is to be expected of a comparison as it is being entered, and sending it when it is whole. */
export function useGoldDraft({ params, gold, onSaved }: Options) {
  const t = useT();
  const expected = useKnownDraft(gold);
  const [explanation, setExplanation] = useState(gold?.explanation ?? noExplanation);
  const [exam, setExam] = useState(gold?.exam ?? false);
  const [tried, setTried] = useState(false);
  const save = useWrite('setGold', goldReads);
  const explained = !Object.values(explanation).every(isBlank);
  const halfExplained = explained && Object.values(explanation).some(isBlank);
  const send = (): void => {
    setTried(true);
    const { known, rule } = expected;
    const { answer, ratings } = known;
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
    expected,
    explanation,
    explained,
    exam,
    tried,
    save,
    send,
    setExplanation,
    setExam,
  };
}
