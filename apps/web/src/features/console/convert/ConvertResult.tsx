import { type ConvertReason, reasonWords } from '@pairwright/formats/convert/reasons';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import type { Converted } from './convert-messages.ts';
import type { DoneFile } from './use-conversion.ts';

/** What was written, what was not and why, and the files to keep. */
export function ConvertResult({ done, files }: { done: Converted; files: readonly DoneFile[] }) {
  const t = useT();
  const { read, written, rowsRefused: refused, joined, filesRefused } = done.counts;
  return (
    <Card title={t('console-convert.result')}>
      <p role="status">{t('console-convert.counts', { read, written, refused })}</p>
      {joined === 0 ? null : <p>{t('console-convert.joined', { joined })}</p>}
      {filesRefused === 0 ? null : (
        <Banner tone="warn">{t('console-convert.files_refused', { files: filesRefused })}</Banner>
      )}
      {written === 0 ? <Banner tone="warn">{t('console-convert.nothing')}</Banner> : null}
      <div className={styles['actions']}>
        {files.map(({ name, url }) => (
          <a key={name} className={buttonClass()} href={url} download={name}>
            <Icon name="download" />
            {t('console-convert.download', { file: name })}
          </a>
        ))}
      </div>
      {done.refused.length === 0 ? null : <RefusedRows refused={done.refused} />}
      {done.counts.leftOut.length === 0 ? null : <LeftOut parts={done.counts.leftOut} />}
    </Card>
  );
}

function RefusedRows({ refused }: Pick<Converted, 'refused'>) {
  const t = useT();
  const formats = useFormats();
  const wordsOf = useReasonWords();
  return (
    <Table
      caption={t('console-convert.refused_rows')}
      rows={refused}
      rowKey={({ code }) => code}
      columns={[
        {
          key: 'reason',
          header: t('console-convert.reason'),
          rowHeader: true,
          cell: ({ code, rule }) => wordsOf(code) ?? rule,
        },
        {
          key: 'rows',
          header: t('console-convert.rows'),
          align: 'end',
          cell: ({ rows }) => formats.number(rows),
        },
        {
          key: 'first',
          header: t('console-convert.first_at'),
          cell: ({ line }) => t('console-convert.line', { line }),
        },
      ]}
    />
  );
}

function LeftOut({ parts }: { parts: Converted['counts']['leftOut'] }) {
  const t = useT();
  const formats = useFormats();
  const wordsOf = useReasonWords();
  return (
    <Table
      caption={t('console-convert.left_out')}
      rows={parts}
      rowKey={([reason]) => reason}
      columns={[
        {
          key: 'reason',
          header: t('console-convert.reason'),
          rowHeader: true,
          cell: ([reason]) => wordsOf(reason),
        },
        {
          key: 'rows',
          header: t('console-convert.rows'),
          align: 'end',
          cell: ([, count]) => formats.number(count),
        },
      ]}
    />
  );
}

/** Null: a fault of the file, which has its own rule. */
function useReasonWords(): (code: string) => string | null {
  const words: Readonly<Record<string, string>> = reasonWords[useLocale()] satisfies Record<
    ConvertReason,
    string
  >;
  return (code) => (Object.hasOwn(words, code) ? (words[code] ?? null) : null);
}
