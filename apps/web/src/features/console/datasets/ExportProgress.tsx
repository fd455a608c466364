import type { ExportJob } from '@pairwright/contract/datasets';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { WaitingForWorker } from '../shared/WaitingForWorker.tsx';
import { JobProgress } from '../shared/JobProgress.tsx';

/** How far a waiting or running export is, with its rows and size. */
export function ExportProgress({ job }: { job: ExportJob }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <JobProgress
        label={t(`console-datasets.export_${job.state === 'queued' ? 'queued' : 'running'}`)}
        progress={job.progress}
        amounts={[t('console-datasets.rows_done', { count: job.rowsDone }), formats.bytes(job.bytesDone)]}
      />
      {job.state === 'queued' ? <WaitingForWorker /> : null}
    </>
  );
}
