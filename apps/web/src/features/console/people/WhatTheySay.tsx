import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';

type Replies = CallOutput<'getAnnotatorReplies'>;

/** What an annotator says of their numbers and to feedback: heard before anything is decided about them. */
export function WhatTheySay({ projectId, annotatorId }: { projectId: string; annotatorId: string }) {
  const t = useT();
  const formats = useFormats();
  const replies = useQuery({
    ...read('getAnnotatorReplies', { params: { projectId, annotatorId } }),
    refetchOnMount: 'always',
  });
  if (replies.error !== null)
    return <ProblemState error={replies.error} onRetry={() => void replies.refetch()} />;
  if (replies.data === undefined) return <Skeleton lines={2} />;
  const { numbers, feedback } = replies.data;
  if (numbers === null && feedback.length === 0) return <p className="muted">{t('console-replies.none')}</p>;
  return (
    <div className="stack">
      {numbers === null ? null : (
        <section>
          <p className="muted">
            {t('console-replies.of_numbers', { when: formats.dateTime(numbers.writtenAt) })}
          </p>
          <p dir="auto">{numbers.text}</p>
        </section>
      )}
      {feedback.map((item) => (
        <Answered key={item.id} projectId={projectId} item={item} />
      ))}
    </div>
  );
}

function Answered({ projectId, item }: { projectId: string; item: Replies['feedback'][number] }) {
  const t = useT();
  const formats = useFormats();
  const { author, createdAt, message, reply, answer, disputed, settledAt, upheld } = item;
  return (
    <section>
      <p className="row">
        <span className="muted">
          {t('console-replies.told', { author, when: formats.dateTime(createdAt) })}
        </span>
        {disputed && settledAt === null ? <Badge tone="warn">{t('console-replies.disputed')}</Badge> : null}
        {settledAt === null ? null : (
          <Badge tone={upheld === true ? 'ok' : 'neutral'}>
            {t(upheld === true ? 'console-replies.upheld' : 'console-replies.settled')}
          </Badge>
        )}
      </p>
      <p dir="auto">{message}</p>
      <p>
        {t('console-replies.reply')} <bdi dir="auto">{reply}</bdi>
      </p>
      {answer === null ? null : (
        <p>
          {t('console-replies.answer')} <bdi dir="auto">{answer}</bdi>
        </p>
      )}
      <Link href={paths.comparison(projectId, item.comparisonId)}>
        {t('console-replies.about')} <bdi dir="auto">{item.promptExcerpt}</bdi>
      </Link>
    </section>
  );
}
