import type { CallOutput } from '@pairwright/contract/client';
import type { GoldEffect, GoldRanking } from '@pairwright/contract/gold';
import type { Question } from '@pairwright/contract/projects';
import { useMemo } from 'react';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { AnswerPicker } from '../../../labeling/practice/AnswerPicker.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox, Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { exampleWork } from '../comparisons/example-work.ts';
import { Explanations } from '../comparisons/Explanations.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { knownText } from './known-answer.ts';
import { useGoldDraft } from './use-gold-draft.ts';

const rules = ['exact', 'best', 'alike'] as const;

interface FormProps {
  params: { projectId: string; comparisonId: string };
  comparison: CallOutput<'getComparison'>;
  question: Question;
  onSaved: (effect: GoldEffect) => void;
  onDone: () => void;
}

/** What is expected of a comparison, and when an answer is right. */
export function GoldForm({ params, comparison, question, onSaved, onDone }: FormProps) {
  const t = useT();
  const locale = useLocale();
  const { gold } = comparison;
  const draft = useGoldDraft({
    params,
    gold,
    onSaved: (effect) => {
      onSaved(effect);
      onDone();
    },
  });
  const { tried } = draft;
  const { answer, ratings } = draft.known;
  const work = useMemo(() => exampleWork(comparison, question), [comparison, question]);
  const chosen = answer === null ? null : knownText({ answer, ratings }, { question, locale }, t);
  const toChoose = tried ? t('console-routing.gold_choose') : null;
  return (
    <Form className={styles['form']} noValidate onSubmit={draft.send}>
      <AnswerPicker
        work={work}
        answer={answer}
        ratings={(gold?.ratings ?? []).map((rating) => ({ ...rating, place: 0 }))}
        onAnswer={draft.know}
      />
      <p role="status">{chosen === null ? toChoose : t('console-routing.gold_chosen', { answer: chosen })}</p>
      {question.form.main.kind === 'rank' ? <RankingFields {...draft} /> : null}
      <Explanations
        texts={draft.explanation}
        tried={tried && draft.explained}
        hint={t('console-routing.gold_explanation_hint')}
        onChange={draft.setExplanation}
      />
      <Checkbox
        label={t('console-routing.gold_for_exam')}
        hint={t('console-routing.gold_for_exam_hint')}
        checked={draft.exam}
        onChange={draft.setExam}
      />
      <FormProblem error={draft.save.error} />
      <span className="row">
        <Button type="submit" variant="primary" busy={draft.save.isPending}>
          {t('console-routing.gold_save')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </span>
    </Form>
  );
}

interface RankingProps {
  ranking: GoldRanking['rule'];
  percent: string;
  /** Whether the share is out of its range. */
  percentFault: boolean;
  setRanking: (rule: GoldRanking['rule']) => void;
  setPercent: (percent: string) => void;
}

/** When a ranking is right that is not the same. */
function RankingFields({ ranking, percent, percentFault, setRanking, setPercent }: RankingProps) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <Select
        label={t('console-routing.gold_ranking')}
        value={ranking}
        options={rules.map((value) => ({ value, label: t(`console-routing.gold_ranking_${value}`) }))}
        onChange={setRanking}
      />
      {ranking === 'alike' ? (
        <TextField
          label={t('console-routing.gold_ranking_percent')}
          hint={t('console-routing.gold_ranking_percent_hint')}
          inputMode="numeric"
          value={percent}
          error={percentFault ? t('console.number_between', { least: 50, most: 100 }) : null}
          onChange={(event) => setPercent(event.target.value)}
        />
      ) : null}
    </div>
  );
}
