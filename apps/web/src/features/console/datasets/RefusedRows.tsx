import type { ExportJob } from '@pairwright/contract/datasets';
import { refusalReason } from '@pairwright/contract/export-formats';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';

/** The rows that a finished export does not hold, with their reasons. Nothing where it holds every row. */
export function RefusedRows({ job }: { job: ExportJob }) {
  const t = useT();
  const formats = useFormats();
  const reasons = refusalReason.options.flatMap((reason) => {
    const n = job.refused?.[reason] ?? 0;
    return n === 0 ? [] : [{ reason, n }];
  });
  if (reasons.length === 0) return null;
  return (
    <div>
      <p>{t('console-datasets.refused', { count: reasons.reduce((sum, { n }) => sum + n, 0) })}</p>
      <ul>
        {reasons.map(({ reason, n }) => (
          <li key={reason}>{`${t(`console-datasets.refusal_${reason}`)}: ${formats.number(n)}`}</li>
        ))}
      </ul>
    </div>
  );
}
