import { type ConvertReason, reasonWords } from '@pairwright/formats/convert/reasons';
import { useEffect, useState } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import type { Converted } from './convert-messages.ts';

/** What was written, what was not and why, and the files to keep. */
export function ConvertResult({ done }: { done: Converted }) {
  const t = useT();
  const formats = useFormats();
  const wordsOf = useReasonWords();
  const { read, written, rowsRefused: refused, joined, filesRefused: files } = done.counts;
  return (
    <Card title={t('console-convert.result')}>
      <p role="status">{t('console-convert.counts', { read, written, refused })}</p>
      {joined === 0 ? null : <p>{t('console-convert.joined', { joined })}</p>}
      {files === 0 ? null : <Banner tone="warn">{t('console-convert.files_refused', { files })}</Banner>}
      {written === 0 ? <Banner tone="warn">{t('console-convert.nothing')}</Banner> : null}
      <Downloads files={done.files} />
      {done.refused.length === 0 ? null : (
        <Table
          caption={t('console-convert.refused_rows')}
          rows={done.refused}
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
      )}
      {done.counts.leftOut.length === 0 ? null : (
        <Table
          caption={t('console-convert.left_out')}
          rows={done.counts.leftOut}
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
      )}
    </Card>
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

function Downloads({ files }: Pick<Converted, 'files'>) {
  const t = useT();
  const [links, setLinks] = useState<readonly { name: string; url: string }[]>([]);
  useEffect(() => {
    const made = files.map(({ name, blob }) => ({ name, url: URL.createObjectURL(blob) }));
    setLinks(made);
    return () => made.forEach(({ url }) => URL.revokeObjectURL(url));
  }, [files]);
  return (
    <div className={styles['actions']}>
      {links.map(({ name, url }) => (
        <a key={name} className={buttonClass()} href={url} download={name}>
          <Icon name="download" />
          {t('console-convert.download', { file: name })}
        </a>
      ))}
    </div>
  );
}
