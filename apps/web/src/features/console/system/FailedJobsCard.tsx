import type { FailedJob } from '@pairwright/contract/system';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';

const EVERY_MS = 10_000;

/** Jobs that used up their tries; each can be tried again or forgotten. */
export function FailedJobsCard() {
  const t = useT();
  const formats = useFormats();
  const [discarding, setDiscarding] = useState<FailedJob | null>(null);
  const jobs = useQuery({ ...read('listFailedJobs', {}), refetchInterval: EVERY_MS });
  return (
    <Card title={t('console-system.failed_jobs')}>
      {jobs.error === null ? null : <ProblemState error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {jobs.isPending ? <Skeleton lines={2} /> : null}
      {jobs.data?.items.length === 0 ? <p>{t('console-system.no_failed_jobs')}</p> : null}
      {jobs.data === undefined || jobs.data.items.length === 0 ? null : (
        <Table<FailedJob>
          caption={t('console-system.failed_table')}
          hideCaption
          cards
          rows={jobs.data.items}
          rowKey={({ lane, id }) => `${lane} ${id}`}
          columns={[
            {
              key: 'name',
              header: t('console-system.job'),
              rowHeader: true,
              cell: ({ name }) => <code>{name}</code>,
            },
            {
              key: 'reason',
              header: t('console-system.reason'),
              cell: ({ reason }) => (
                <span lang="en" dir="ltr">
                  {reason}
                </span>
              ),
            },
            {
              key: 'failed',
              header: t('console-system.failed_at'),
              cell: ({ failedAt }) => formats.dateTime(failedAt),
            },
            {
              key: 'do',
              header: t('console-system.do'),
              actions: true,
              cell: (job) => <Actions job={job} onDiscard={() => setDiscarding(job)} />,
            },
          ]}
        />
      )}
      {discarding === null ? null : <DiscardDialog job={discarding} onClose={() => setDiscarding(null)} />}
    </Card>
  );
}

const paramsOf = ({ lane, id }: FailedJob) => ({ params: { lane, jobId: id } });

function Actions({ job, onDiscard }: { job: FailedJob; onDiscard: () => void }) {
  const t = useT();
  const retry = useWrite('retryFailedJob', ['listFailedJobs', 'getSystem']);
  return (
    <span className="row">
      <Button
        size="small"
        busy={retry.isPending}
        aria-label={t('console-system.retry_named', { job: job.name })}
        onClick={() =>
          retry.mutate(paramsOf(job), {
            onSuccess: () => toast(t('console-system.retried', { job: job.name })),
            onError: (error) => toast(explainProblem(error, t).title),
          })
        }
      >
        {t('console-system.retry')}
      </Button>
      <Button
        size="small"
        aria-label={t('console-system.discard_named', { job: job.name })}
        onClick={onDiscard}
      >
        {t('console-system.discard')}
      </Button>
    </span>
  );
}

function DiscardDialog({ job, onClose }: { job: FailedJob; onClose: () => void }) {
  const t = useT();
  const discard = useWrite('discardFailedJob', ['listFailedJobs', 'getSystem']);
  return (
    <ConfirmDialog
      title={t('console-system.discard_title', { job: job.name })}
      confirm={t('console-system.discard')}
      danger
      busy={discard.isPending}
      onClose={onClose}
      onConfirm={() =>
        discard.mutate(paramsOf(job), {
          onSuccess: onClose,
          onError: (error) => toast(explainProblem(error, t).title),
        })
      }
    >
      <p>{t('console-system.discard_explained')}</p>
    </ConfirmDialog>
  );
}
