import type { CallOutput } from '@pairwright/contract/client';
import type { Answer } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import { fits } from '@pairwright/domain/judgment/form';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { answerText } from '../../../labeling/answer/answer-text.ts';
import { AnswerPicker } from '../../../labeling/practice/AnswerPicker.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import { exampleWork } from '../comparisons/example-work.ts';
import { Explanations, isBlank, noExplanation } from '../comparisons/Explanations.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

type Comparison = CallOutput<'getComparison'>;

interface Props {
  projectId: string;
  comparison: Comparison;
}

const reads = ['getComparison', 'listComparisons', 'getProject', 'listGold'] as const;

/** Whether the comparison has a known answer that annotators are tested by, and giving it one. */
export function GoldCard({ projectId, comparison }: Props) {
  const t = useT();
  const locale = useLocale();
  const project = useQuery(read('getProject', { params: { projectId } }));
  const [editing, setEditing] = useState(false);
  const remove = useWrite('removeGold', reads);
  const { gold } = comparison;
  if (project.data === undefined) return null;
  const { question } = project.data;
  const usable =
    comparison.practice === null &&
    fits(question.form.main, comparison.responses.length) &&
    comparison.responses.every(({ messages }) => messages !== null);
  if (!usable && gold === null) return null;
  const params = { projectId, comparisonId: comparison.id };
  return (
    <Card title={t('console-routing.gold_one')}>
      <p className={gold === null ? 'muted' : undefined}>
        {gold === null
          ? t('console-routing.gold_one_why')
          : t(gold.exam ? 'console-routing.gold_one_exam' : 'console-routing.gold_one_is', {
              answer: answerText(gold.answer, { question, locale }, t),
              source: t(`console-routing.source_${gold.source}`),
            })}
      </p>
      {gold === null || gold.explanation === null || editing ? null : <p>{gold.explanation[locale]}</p>}
      {editing ? (
        <GoldForm
          params={params}
          comparison={comparison}
          question={question}
          onDone={() => setEditing(false)}
        />
      ) : (
        <span className="row">
          {usable ? (
            <Button onClick={() => setEditing(true)}>
              {t(gold === null ? 'console-routing.gold_make' : 'console-routing.gold_change')}
            </Button>
          ) : null}
          {gold === null ? null : (
            <Button
              variant="quiet"
              busy={remove.isPending}
              onClick={() =>
                remove.mutate({ params }, { onSuccess: () => toast(t('console-routing.gold_removed')) })
              }
            >
              {t('console-routing.gold_remove')}
            </Button>
          )}
        </span>
      )}
      <FormProblem error={remove.error} />
    </Card>
  );
}

interface FormProps {
  params: { projectId: string; comparisonId: string };
  comparison: Comparison;
  question: Question;
  onDone: () => void;
}

function GoldForm({ params, comparison, question, onDone }: FormProps) {
  const t = useT();
  const locale = useLocale();
  const [answer, setAnswer] = useState<Answer | null>(comparison.gold?.answer ?? null);
  const [explanation, setExplanation] = useState(comparison.gold?.explanation ?? noExplanation);
  const [exam, setExam] = useState(comparison.gold?.exam ?? false);
  const [tried, setTried] = useState(false);
  const save = useWrite('setGold', reads);
  const work = useMemo(() => exampleWork(comparison, question), [comparison, question]);
  const explained = !Object.values(explanation).every(isBlank);
  const halfExplained = explained && Object.values(explanation).some(isBlank);
  const send = (): void => {
    setTried(true);
    if (answer === null || halfExplained || save.isPending) return;
    save.mutate(
      { params, body: { answer, explanation: explained ? explanation : null, exam } },
      {
        onSuccess: () => {
          toast(t('console-routing.gold_saved'));
          onDone();
        },
      },
    );
  };
  return (
    <Form className={styles['form']} noValidate onSubmit={send}>
      <AnswerPicker work={work} answer={answer} onAnswer={setAnswer} />
      <p role="status">
        {answer === null
          ? tried
            ? t('console-routing.gold_choose')
            : null
          : t('console-routing.gold_chosen', { answer: answerText(answer, { question, locale }, t) })}
      </p>
      <Explanations
        texts={explanation}
        tried={tried && explained}
        hint={t('console-routing.gold_explanation_hint')}
        onChange={setExplanation}
      />
      <Checkbox
        label={t('console-routing.gold_for_exam')}
        hint={t('console-routing.gold_for_exam_hint')}
        checked={exam}
        onChange={setExam}
      />
      <FormProblem error={save.error} />
      <span className="row">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t('console-routing.gold_save')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </span>
    </Form>
  );
}
