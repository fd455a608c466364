import type { ImportJob, ImportReject } from '@pairwright/contract/imports';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import { faultWords, foundWords } from './fault-words.ts';
import faultStyles from './faults.module.css';
import { isAtWork } from './plan.ts';

/** The rows left out: every fault by line, and the files to mend them. */
export function FaultsCard({ job }: { job: ImportJob }) {
  const t = useT();
  if (job.rowsRejected === 0 || isAtWork(job)) return null;
  const params = { projectId: job.projectId, importId: job.id };
  return (
    <Card title={t('console-imports.faults_title')}>
      <p>{t('console-imports.faults_why', { count: job.rowsRejected })}</p>
      <div className={styles['actions']}>
        <a className={buttonClass()} href={api.url('downloadRejects', { params, query: {} })} download>
          <Icon name="download" />
          {t('console-imports.download_rows')}
        </a>
        <a
          className={buttonClass()}
          href={api.url('downloadRejects', { params, query: { faults: 'true' } })}
          download
        >
          <Icon name="download" />
          {t('console-imports.download_faults')}
        </a>
      </div>
      <Faults job={job} />
    </Card>
  );
}

function Faults({ job }: { job: ImportJob }) {
  const t = useT();
  const list = useInfiniteQuery(
    readPages('listRejects', { params: { projectId: job.projectId, importId: job.id }, query: {} }),
  );
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns(rows);
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={4} />;
  return (
    <>
      <Table<ImportReject>
        caption={t('console-imports.faults')}
        hideCaption
        compact
        cards
        rows={rows}
        rowKey={(row) => `${row.file} ${row.row} ${row.line} ${row.path} ${row.code}`}
        columns={columns}
      />
      <LoadMore label={t('console-imports.faults_pages')} shown={rows.length} list={list} />
    </>
  );
}

function useColumns(rows: readonly ImportReject[]): Column<ImportReject>[] {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const isTwin = lookAlikesOfKinds(rows.map(({ file }) => file ?? ''));
  return [
    ...(rows.some(({ file }) => file !== null)
      ? [
          {
            key: 'file',
            header: t('console-imports.col_file'),
            cell: (row: ImportReject) => (
              <span className={faultStyles['path']}>
                <Name text={row.file ?? ''} isTwin={isTwin(row.file ?? '')} />
              </span>
            ),
          },
        ]
      : []),
    {
      key: 'line',
      header: t('console-imports.col_line'),
      align: 'end',
      rowHeader: true,
      cell: (row) => formats.number(row.row ?? row.line),
    },
    {
      key: 'path',
      header: t('console-imports.col_path'),
      cell: (row) => <code className={faultStyles['path']}>{row.path}</code>,
    },
    {
      key: 'value',
      header: t('console-imports.col_value'),
      cell: (row) => <span className={faultStyles['found']}>{foundWords(row, locale, t)}</span>,
    },
    { key: 'rule', header: t('console-imports.col_rule'), cell: (row) => <Rule reject={row} /> },
    { key: 'fix', header: t('console-imports.col_fix'), cell: (row) => <Fix reject={row} /> },
  ];
}

function Rule({ reject }: { reject: ImportReject }) {
  const t = useT();
  const words = faultWords(reject, useLocale(), t);
  return (
    <span className={faultStyles['words']}>
      {words.rule}
      {words.original === null ? null : (
        <span className="muted" lang="en">
          {` (${words.original})`}
        </span>
      )}
    </span>
  );
}

function Fix({ reject }: { reject: ImportReject }) {
  const t = useT();
  return <span className={faultStyles['words']}>{faultWords(reject, useLocale(), t).fix}</span>;
}
