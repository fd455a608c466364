import type { ExportFormat, ExportJob } from '@pairwright/contract/datasets';
import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import own from './datasets.module.css';
import { ExportFiles } from './ExportFiles.tsx';
import { ExportProgress } from './ExportProgress.tsx';
import type { Version } from './version.ts';
import { VersionBadge } from './VersionBadge.tsx';

interface Props {
  format: ExportFormat;
  /** Those of the format, newest first; at least one. */
  jobs: readonly ExportJob[];
  version: Version;
}

/** What was written of a version in one format, in each packing. */
export function ExportedFormat({ format, jobs, version }: Props) {
  const t = useT();
  const id = useId();
  const newest = jobs[0];
  return (
    <section className={own['format']} aria-labelledby={id}>
      <div className={styles['titleRow']}>
        <h3 id={id}>{t(`console-datasets.format_${format}`)}</h3>
        {newest === undefined ? null : <VersionBadge state={newest.state} />}
      </div>
      {jobs
        .filter((job) => job === newest || job.state === 'ready' || isWorking(job))
        .map((job) => (
          <Exported key={job.id} job={job} version={version} />
        ))}
    </section>
  );
}

const isWorking = ({ state }: ExportJob): boolean => state === 'queued' || state === 'running';

function Exported({ job, version }: { job: ExportJob; version: Version }) {
  const t = useT();
  const client = useQueryClient();
  const cancel = useWrite('cancelExport');
  const params = { projectId: job.projectId, versionId: version.id };
  if (job.state === 'ready') return <ExportFiles job={job} version={version} />;
  if (job.state === 'failed')
    return <JobFailure title={t('console-datasets.export_failed')} error={job.error} />;
  if (!isWorking(job)) return <p className="muted">{t('console-datasets.export_was_cancelled')}</p>;
  return (
    <>
      <ExportProgress job={job} />
      <FormProblem error={cancel.error} />
      <div className={styles['actions']}>
        <Button
          busy={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { params: { projectId: job.projectId, exportId: job.id } },
              {
                onSettled: () =>
                  void client.invalidateQueries({ queryKey: read('getVersion', { params }).queryKey }),
              },
            )
          }
        >
          {t('console-datasets.cancel_export')}
        </Button>
      </div>
    </>
  );
}
