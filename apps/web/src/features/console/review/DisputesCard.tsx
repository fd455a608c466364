import type { PlacedFeedback } from '@pairwright/contract/working-life';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, TextArea } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { toast } from '../../../ui/toast.ts';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

/** What annotators dispute; leads answer it. Nothing is shown where there is nothing. */
export function DisputesCard({ projectId }: { projectId: string }) {
  const t = useT();
  const me = useMe();
  const list = useInfiniteQuery({
    ...readPages('listDisputes', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <Card title={t('console-review.disputes')}>
      {rows.map((dispute) => (
        <section key={dispute.id}>
          <Told projectId={projectId} dispute={dispute} />
          {may(me, projectId, 'manage') ? <AnswerForm projectId={projectId} dispute={dispute} /> : null}
        </section>
      ))}
      <LoadMore label={t('console-review.disputes')} shown={rows.length} list={list} />
    </Card>
  );
}

function Told({ projectId, dispute }: { projectId: string; dispute: PlacedFeedback }) {
  const t = useT();
  const formats = useFormats();
  const { annotator, author, createdAt, message, reply, comparisonId, promptExcerpt } = dispute;
  return (
    <>
      <h3>{t('console-review.dispute_of', { annotator, author, when: formats.dateTime(createdAt) })}</h3>
      <p dir="auto">{message}</p>
      <p>
        {t('console-review.dispute_reply')} <bdi dir="auto">{reply ?? '–'}</bdi>
      </p>
      <Link href={paths.comparison(projectId, comparisonId)}>
        {t('console-review.dispute_case')} <bdi dir="auto">{promptExcerpt}</bdi>
      </Link>
    </>
  );
}

function AnswerForm({ projectId, dispute }: { projectId: string; dispute: PlacedFeedback }) {
  const t = useT();
  const [answer, setAnswer] = useState('');
  const [upheld, setUpheld] = useState(false);
  const [tried, setTried] = useState(false);
  const send = useWrite('answerDispute', ['listDisputes', 'getReviewCase', 'listReviewQueue']);
  return (
    <Form
      className={styles['form']}
      noValidate
      onSubmit={() => {
        setTried(true);
        if (answer.trim() === '' || send.isPending) return;
        send.mutate(
          { params: { projectId, feedbackId: dispute.id }, body: { answer, upheld } },
          { onSuccess: () => toast(t('console-review.dispute_done')) },
        );
      }}
    >
      <TextArea
        label={t('console-review.dispute_answer')}
        rows={2}
        maxLength={4000}
        value={answer}
        error={tried && answer.trim() === '' ? t('console.required') : null}
        onChange={(event) => setAnswer(event.target.value)}
      />
      <Checkbox
        label={t('console-review.dispute_upheld')}
        hint={t('console-review.dispute_upheld_hint')}
        checked={upheld}
        onChange={setUpheld}
      />
      <FormProblem error={send.error} fields={[]} safe={t('console-review.kept')} />
      <div>
        <Button type="submit" busy={send.isPending}>
          {t('console-review.dispute_send')}
        </Button>
      </div>
    </Form>
  );
}
