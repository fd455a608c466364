import type { CallOutput } from '@pairwright/contract/client';
import type { Question } from '@pairwright/contract/projects';
import { fits } from '@pairwright/domain/judgment/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { knownText } from '../../../labeling/answer/known-text.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { Explanations, isBlank, noExplanation } from './Explanations.tsx';
import { KnownAnswer } from './KnownAnswer.tsx';
import { useKnownDraft } from './use-known-draft.ts';

type Comparison = CallOutput<'getComparison'>;

interface PracticeCardProps {
  projectId: string;
  comparison: Comparison;
}

const reads = ['getComparison', 'listComparisons', 'getProject', 'listPractice', 'listMyProjects'] as const;

/** Whether the comparison is an example of the practice round, and making it one. */
export function PracticeCard({ projectId, comparison }: PracticeCardProps) {
  const t = useT();
  const locale = useLocale();
  const project = useQuery(read('getProject', { params: { projectId } }));
  const [editing, setEditing] = useState(false);
  const remove = useWrite('removePracticeExample', reads);
  const { practice } = comparison;
  if (project.data === undefined) return null;
  const { question } = project.data;
  const usable =
    fits(question.form.main, comparison.responses.length) &&
    comparison.responses.every(({ messages }) => messages !== null);
  if (!usable && practice === null) return null;
  const params = { projectId, comparisonId: comparison.id };
  return (
    <Card title={t('console-practice.practice')}>
      {practice === null ? (
        <p className="muted">{t('console-practice.practice_why')}</p>
      ) : (
        <>
          <p>{t('console-practice.expected', { answer: knownText(practice, { question, locale }, t) })}</p>
          <p dir="auto" className="muted">
            {practice.explanation[locale]}
          </p>
        </>
      )}
      {editing ? (
        <ExampleForm
          params={params}
          comparison={comparison}
          question={question}
          onDone={() => setEditing(false)}
        />
      ) : (
        <span className="row">
          {usable ? (
            <Button onClick={() => setEditing(true)}>
              {t(practice === null ? 'console-practice.use' : 'console-practice.change')}
            </Button>
          ) : null}
          {practice === null ? null : (
            <Button
              variant="quiet"
              busy={remove.isPending}
              onClick={() =>
                remove.mutate({ params }, { onSuccess: () => toast(t('console-practice.removed')) })
              }
            >
              {t('console-practice.remove')}
            </Button>
          )}
        </span>
      )}
      <FormProblem error={remove.error} fields={[]} safe={t('console-practice.unchanged')} />
    </Card>
  );
}

interface ExampleFormProps {
  params: { projectId: string; comparisonId: string };
  comparison: Comparison;
  question: Question;
  onDone: () => void;
}

/** The expected answer on the real scale, with the responses in the order of this page, and why it is expected. */
function ExampleForm({ params, comparison, question, onDone }: ExampleFormProps) {
  const t = useT();
  const { practice } = comparison;
  const draft = useKnownDraft(practice);
  const [explanation, setExplanation] = useState(practice?.explanation ?? noExplanation);
  const [tried, setTried] = useState(false);
  const save = useWrite('setPracticeExample', reads);
  const send = (): void => {
    setTried(true);
    const { known, rule } = draft;
    const { answer, ratings } = known;
    if (answer === null || rule === null || Object.values(explanation).some(isBlank)) return;
    save.mutate(
      { params, body: { answer, ratings, ranking: rule, explanation } },
      {
        onSuccess: () => {
          toast(t('console-practice.saved'));
          onDone();
        },
      },
    );
  };
  return (
    <Form className={styles['form']} noValidate onSubmit={send}>
      <p>{t('console-practice.choose')}</p>
      <KnownAnswer
        comparison={comparison}
        question={question}
        draft={draft}
        ratings={practice?.ratings ?? null}
        tried={tried}
      />
      <Explanations texts={explanation} tried={tried} onChange={setExplanation} />
      <FormProblem error={save.error} fields={[]} safe={t('console-practice.unchanged')} />
      <span className="row">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t('console-practice.save')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </span>
    </Form>
  );
}
