import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { newestFirst } from './export-formats.ts';
import { ExportedFormat } from './ExportedFormat.tsx';
import { ExportForm } from './ExportForm.tsx';
import type { Version } from './version.ts';

/** What a version is written as, and what was written already, the newest first. */
export function ExportsCard({ version, projectId }: { version: Version; projectId: string }) {
  const t = useT();
  const jobs = newestFirst(version.exports);
  const formats = [...new Set(jobs.map(({ format }) => format))];
  return (
    <Card title={t('console-datasets.exports')}>
      <p className="muted">{t('console-datasets.exports_why')}</p>
      <ExportForm version={version} projectId={projectId} />
      {formats.length === 0 ? <p>{t('console-datasets.no_files_yet')}</p> : null}
      {formats.map((format) => (
        <ExportedFormat
          key={format}
          format={format}
          jobs={jobs.filter((job) => job.format === format)}
          version={version}
        />
      ))}
    </Card>
  );
}
