import type { ExportFormat, ExportJob } from '@pairwright/contract/datasets';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../../api/client.ts';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { CodeBlock } from '../../../ui/markdown/CodeBlock.tsx';
import { Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import own from './datasets.module.css';
import { ExportProgress } from './ExportProgress.tsx';
import { ExportLinks } from './ExportLinks.tsx';
import { HubCommands } from './HubCommands.tsx';
import { loadCode, type LoadedExport, numbersOf } from './load-code.ts';
import { isPackedAs, misfitOf, packingOf, type Packing, readPacking, usualPacking } from './packing.ts';
import { PackingFields } from './PackingFields.tsx';
import { formatGroups, FormatGroup } from './FormatGroup.tsx';
import { RefusedRows } from './RefusedRows.tsx';
import { VersionBadge } from './VersionBadge.tsx';
import type { Version } from './version.ts';

/** The version's files, format by format. */
export function ExportsCard({ version, projectId }: { version: Version; projectId: string }) {
  const t = useT();
  const [draft, setDraft] = useState(usualPacking);
  const packing = readPacking(draft);
  return (
    <Card title={t('console-datasets.exports')}>
      <p className="muted">{t('console-datasets.exports_why')}</p>
      <PackingFields value={draft} onChange={setDraft} />
      {formatGroups.map(({ trainer, formats }) => (
        <FormatGroup key={trainer} title={t(`console-datasets.trainer_${trainer}`)}>
          {formats.map((format) => (
            <Format
              key={format}
              format={format}
              packing={packing === null ? null : packingOf(format, packing)}
              version={version}
              projectId={projectId}
            />
          ))}
        </FormatGroup>
      ))}
    </Card>
  );
}

interface FormatProps {
  format: ExportFormat;
  /** Null: what is typed is none. */
  packing: Packing | null;
  version: Version;
  projectId: string;
}

function Format({ format, packing, version, projectId }: FormatProps) {
  const t = useT();
  const id = useId();
  const client = useQueryClient();
  const start = useWrite('startExport');
  const cancel = useWrite('cancelExport');
  const ofFormat = version.exports.filter((item) => item.format === format);
  const job = packing === null ? undefined : newestOf(ofFormat.filter((item) => isPackedAs(item, packing)));
  const misfit = packing === null ? null : misfitOf(format, packing);
  const again = () =>
    client.invalidateQueries({
      queryKey: read('getVersion', { params: { projectId, versionId: version.id } }).queryKey,
    });
  const working = job?.state === 'queued' || job?.state === 'running';
  return (
    <section className={own['format']} aria-labelledby={id}>
      <div className={styles['titleRow']}>
        <h4 id={id}>{t(`console-datasets.format_${format}`)}</h4>
        {job === undefined ? null : <VersionBadge state={job.state} />}
      </div>
      <p className="muted">{t(`console-datasets.format_${format}_hint`)}</p>
      <FormProblem error={start.error ?? cancel.error} />
      {working ? <ExportProgress job={job} /> : null}
      {job?.state === 'failed' ? (
        <JobFailure title={t('console-datasets.export_failed')} error={job.error} />
      ) : null}
      {job?.state === 'ready' ? <Files job={job} version={version} /> : null}
      <OtherFiles jobs={ofFormat} shown={job} version={version} />
      {misfit === null ? null : <p className="muted">{t(`console-datasets.not_in_${misfit}`)}</p>}
      {job?.state === 'ready' || packing === null || misfit !== null ? null : (
        <div className={styles['actions']}>
          {working ? (
            <Button
              busy={cancel.isPending}
              onClick={() =>
                cancel.mutate({ params: { projectId, exportId: job.id } }, { onSettled: () => void again() })
              }
            >
              {t('console-datasets.cancel_export')}
            </Button>
          ) : (
            <Button
              variant="primary"
              icon="download"
              busy={start.isPending}
              onClick={() =>
                start.mutate(
                  { params: { projectId, versionId: version.id }, body: { format, ...packing } },
                  { onSettled: () => void again() },
                )
              }
            >
              {t('console-datasets.export_as', { format: t(`console-datasets.format_${format}`) })}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function newestOf(jobs: readonly ExportJob[]): ExportJob | undefined {
  return [...jobs].sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1))[0];
}

interface OtherProps {
  jobs: readonly ExportJob[];
  shown: ExportJob | undefined;
  version: Version;
}

/** What the version has in this format in other packings. */
function OtherFiles({ jobs, shown, version }: OtherProps) {
  return jobs
    .filter((job) => job.state === 'ready' && job.id !== shown?.id)
    .map((job) => <Files key={job.id} job={job} version={version} />);
}

type ExportFile = NonNullable<ExportJob['files']>[number];

function Files({ job, version }: { job: ExportJob; version: Version }) {
  const t = useT();
  const formats = useFormats();
  const files = job.files ?? [];
  const data = files.filter((file) => file.rows !== null).map(({ name }) => name);
  return (
    <>
      <RefusedRows job={job} />
      <Table<ExportFile>
        caption={t('console-datasets.files_of', { format: t(`console-datasets.format_${job.format}`) })}
        hideCaption
        compact
        cards
        rows={files}
        rowKey={(file) => file.name}
        columns={[
          {
            key: 'name',
            header: t('console-datasets.col_file'),
            rowHeader: true,
            cell: (file) => (
              <a
                href={api.url('downloadFile', {
                  params: { projectId: job.projectId, exportId: job.id, fileName: file.name },
                })}
                download={file.name}
                translate="no"
              >
                {file.name}
              </a>
            ),
          },
          {
            key: 'rows',
            header: t('console-datasets.col_rows'),
            align: 'end',
            cell: (file) => (file.rows === null ? '' : formats.number(file.rows)),
          },
          {
            key: 'size',
            header: t('console-datasets.col_size'),
            align: 'end',
            cell: (file) => formats.bytes(file.size),
          },
          { key: 'hash', header: t('console.sha256'), cell: (file) => <Hash file={file} /> },
        ]}
      />
      <ExportLinks job={job} />
      <HubCommands job={job} version={version} />
      {job.format === 'votes' || job.container === 'spreadsheet' ? null : (
        <LoadIt
          loaded={{ ...job, container: job.container, numbers: numbersOf(version.recipe) }}
          files={data}
        />
      )}
    </>
  );
}

function Hash({ file }: { file: ExportFile }) {
  const t = useT();
  return (
    <span className={own['hash']} title={file.sha256}>
      {`${file.sha256.slice(0, 12)}…`}
      <CopyButton text={file.sha256} label={`${t('console.copy_sha256')}: ${file.name}`} />
    </span>
  );
}

function LoadIt({ loaded, files }: { loaded: LoadedExport; files: readonly string[] }) {
  const t = useT();
  return (
    <div>
      <p>{t('console-datasets.load_it')}</p>
      <CodeBlock code={loadCode(loaded, files)} language="python" />
    </div>
  );
}
