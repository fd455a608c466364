import type { SentFeedback } from '@pairwright/contract/working-life';
import { lookAlikesOfPeople } from '@pairwright/domain/names/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Select, TextArea } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { useNameLabel } from '../shared/Name.tsx';
import { answerWords } from './answer-words.ts';
import type { SeenComparison } from './seen.ts';

interface FeedbackCardProps {
  projectId: string;
  comparison: SeenComparison;
}

/** What annotators were told about their judgments of this comparison, and telling them. */
export function FeedbackCard({ projectId, comparison }: FeedbackCardProps) {
  const t = useT();
  const params = { projectId, comparisonId: comparison.id };
  const feedback = useQuery({ ...read('listComparisonFeedback', { params }), refetchOnMount: 'always' });
  const settle = useWrite('settleFeedback', ['listComparisonFeedback']);
  const own = comparison.judgments.filter(
    ({ source, outcome }) => source === 'annotator' && outcome !== 'retracted',
  );
  if (own.length === 0 && (feedback.data?.items.length ?? 0) === 0) return null;
  return (
    <Card title={t('console-practice.feedback')}>
      {feedback.error === null ? null : (
        <ProblemState error={feedback.error} onRetry={() => void feedback.refetch()} />
      )}
      {feedback.data?.items.map((item) => (
        <Told
          key={item.id}
          item={item}
          busy={settle.isPending}
          onSettle={() => settle.mutate({ params: { projectId, feedbackId: item.id } })}
        />
      ))}
      <FormProblem error={settle.error} fields={[]} safe={t('console-practice.unchanged')} />
      {own.length === 0 ? null : <SendForm projectId={projectId} comparison={comparison} judgments={own} />}
    </Card>
  );
}

function Told({ item, busy, onSettle }: { item: SentFeedback; busy: boolean; onSettle: () => void }) {
  const t = useT();
  const formats = useFormats();
  const open = item.disputed && item.settledAt === null;
  return (
    <section>
      <p className="row">
        <span>
          {t('console-practice.told', {
            author: item.author,
            annotator: item.annotator,
            when: formats.dateTime(item.createdAt),
          })}
        </span>
        {open ? <Badge tone="warn">{t('console-practice.disputed')}</Badge> : null}
        {item.settledAt === null ? null : <Badge>{t('console-practice.settled')}</Badge>}
      </p>
      <p dir="auto">{item.message}</p>
      {item.reply === null ? null : (
        <p>
          {t('console-practice.reply')} <bdi dir="auto">{item.reply}</bdi>
        </p>
      )}
      {open ? (
        <Button size="small" busy={busy} onClick={onSettle}>
          {t('console-practice.settle')}
        </Button>
      ) : null}
    </section>
  );
}

interface SendFormProps extends FeedbackCardProps {
  judgments: SeenComparison['judgments'];
}

function SendForm({ projectId, comparison, judgments }: SendFormProps) {
  const t = useT();
  const models = comparison.responses.map(({ model }) => model);
  const [judgmentId, setJudgmentId] = useState(judgments[0]?.id ?? '');
  const labelOf = useNameLabel();
  const isTwin = lookAlikesOfPeople(judgments.map((by) => [by.annotatorId, by.annotator]));
  const [message, setMessage] = useState('');
  const [tried, setTried] = useState(false);
  const send = useWrite('sendFeedback', ['listComparisonFeedback']);
  const submit = (): void => {
    setTried(true);
    if (message.trim() === '' || send.isPending) return;
    send.mutate(
      { params: { projectId, judgmentId }, body: { message } },
      {
        onSuccess: () => {
          setMessage('');
          setTried(false);
          toast(t('console-practice.sent'));
        },
      },
    );
  };
  return (
    <Form className={styles['form']} noValidate onSubmit={submit}>
      <Select
        label={t('console-practice.about')}
        value={judgmentId}
        options={judgments.map((judgment) => ({
          value: judgment.id,
          label: t('console-practice.judgment_of', {
            annotator: labelOf({
              text: judgment.annotator,
              isTwin: isTwin(judgment.annotator),
              id: judgment.annotatorId,
            }),
            answer: answerWords(judgment, models, t),
          }),
        }))}
        onChange={setJudgmentId}
      />
      <TextArea
        label={t('console-practice.message')}
        hint={t('console-practice.message_hint')}
        rows={2}
        maxLength={4000}
        value={message}
        error={tried && message.trim() === '' ? t('console.required') : null}
        onChange={(event) => setMessage(event.target.value)}
      />
      <FormProblem error={send.error} fields={[]} safe={t('console-projects.form_kept')} />
      <div>
        <Button type="submit" busy={send.isPending}>
          {t('console-practice.send')}
        </Button>
      </div>
    </Form>
  );
}
