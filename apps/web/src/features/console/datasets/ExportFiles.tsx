import type { ExportJob } from '@pairwright/contract/datasets';
import { api } from '../../../api/client.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { CodeBlock } from '../../../ui/markdown/CodeBlock.tsx';
import { Table } from '../../../ui/Table.tsx';
import own from './datasets.module.css';
import { ExportLinks } from './ExportLinks.tsx';
import { HubCommands } from './HubCommands.tsx';
import { loadCode, type LoadedExport, numbersOf } from './load-code.ts';
import { RefusedRows } from './RefusedRows.tsx';
import type { Version } from './version.ts';

type ExportFile = NonNullable<ExportJob['files']>[number];

/** What a finished export wrote: its files, how to fetch and how to load them. */
export function ExportFiles({ job, version }: { job: ExportJob; version: Version }) {
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
