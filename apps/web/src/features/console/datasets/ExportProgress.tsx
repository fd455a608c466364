import type { ExportJob } from '@pairwright/contract/datasets';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { remainingParts } from './remaining.ts';

/** How far a waiting or running export is: share, rows, size, pace and the time it will still take at that pace. */
export function ExportProgress({ job }: { job: ExportJob }) {
  const t = useT();
  const formats = useFormats();
  const { percent = null, rowsPerSecond = null, remainingSeconds = null } = job.progress ?? {};
  const remaining = remainingSeconds === null ? null : remainingParts(remainingSeconds);
  const details = [
    ...(percent === null ? [] : [formats.percent(percent / 100)]),
    t('console-datasets.rows_done', { count: job.rowsDone }),
    formats.bytes(job.bytesDone),
    ...(rowsPerSecond === null
      ? []
      : [t('console-datasets.rows_per_second', { amount: Math.round(rowsPerSecond) })]),
    ...(remaining === null
      ? []
      : [t(`console-datasets.remaining_${remaining.unit}`, { count: remaining.count })]),
  ];
  return (
    <ProgressBar
      label={t(`console-datasets.export_${job.state === 'queued' ? 'queued' : 'running'}`)}
      value={job.rowsDone}
      max={job.state === 'queued' ? null : job.rowsTotal}
      detail={details.join(' · ')}
    />
  );
}
