import type { JudgmentFeedback, MyFeedback } from '@pairwright/contract/working-life';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadMore } from '../../ui/LoadMore.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { MessageCard } from './MessageCard.tsx';
import { NoticeCard } from './NoticeCard.tsx';
import { ReplyForm } from './ReplyForm.tsx';
import { WorkNav } from './WorkNav.tsx';

export default function FeedbackPage() {
  const t = useT();
  usePageTitle(t('work-life.nav_feedback'));
  const list = useInfiniteQuery({ ...readPages('listMyFeedback', { query: {} }), refetchOnMount: 'always' });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  useMarkRead(rows);
  return (
    <>
      <h1>{t('work-life.feedback_title')}</h1>
      <WorkNav />
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={6} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState title={t('work-life.feedback_none')}>{t('work-life.feedback_none_why')}</EmptyState>
      ) : null}
      {rows.map((row) => (
        <Told key={row.id} row={row} />
      ))}
      {rows.length === 0 ? null : (
        <LoadMore label={t('work-life.feedback_list')} shown={rows.length} list={list} />
      )}
    </>
  );
}

function Told({ row }: { row: MyFeedback }) {
  if (row.kind === 'notice') return <NoticeCard notice={row} />;
  return row.kind === 'message' ? <MessageCard message={row} /> : <FeedbackCard feedback={row} />;
}

/** What is on the screen has been read; it goes on to be shown as new until the page is left. */
function useMarkRead(rows: readonly MyFeedback[]): void {
  const { mutate } = useWrite('readFeedback');
  const unread = rows.filter(({ readAt }) => readAt === null).map(({ id }) => id);
  const key = unread.join();
  useEffect(() => {
    if (key !== '') mutate({ body: { feedbackIds: key.split(',') } });
  }, [key, mutate]);
}

function FeedbackCard({ feedback }: { feedback: JudgmentFeedback }) {
  const t = useT();
  const formats = useFormats();
  const { author, createdAt, message, projectId, projectName, assignmentId, promptExcerpt } = feedback;
  return (
    <Card
      title={t('work-life.feedback_from', { author, project: projectName })}
      aside={<FeedbackBadges feedback={feedback} />}
    >
      <p className="muted">{formats.dateTime(createdAt)}</p>
      <p dir="auto">{message}</p>
      <p>
        <Link href={paths.revisit(projectId, assignmentId)}>
          {t('work-life.feedback_about')} <bdi dir="auto">{promptExcerpt}</bdi>
        </Link>
      </p>
      <ReplyForm feedback={feedback} />
    </Card>
  );
}

function FeedbackBadges({ feedback }: { feedback: JudgmentFeedback }) {
  const t = useT();
  return (
    <span className="row">
      {feedback.readAt === null ? <Badge tone="accent">{t('work-life.new')}</Badge> : null}
      {feedback.disputed && feedback.settledAt === null ? (
        <Badge tone="warn">{t('work-life.disputed')}</Badge>
      ) : null}
      {feedback.settledAt === null ? null : <Badge tone="ok">{t('work-life.settled')}</Badge>}
    </span>
  );
}
