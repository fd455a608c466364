import { problemKey } from '../../api/problem.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import type { OutboxRecord } from '../../outbox/action.ts';
import { useOutbox, useOutboxStatus } from '../../outbox/use-outbox.ts';
import { Button } from '../../ui/Button.tsx';
import { Table } from '../../ui/Table.tsx';
import styles from './work.module.css';

/** What the server refused for good. It stays in view until the person lets it go. */
export function AttentionList() {
  const t = useT();
  const formats = useFormats();
  const outbox = useOutbox();
  const { refused } = useOutboxStatus();
  if (refused.length === 0) return null;
  return (
    <section className={styles['attention']}>
      <h2>{t('work.attention_title')}</h2>
      <p>{t('work.attention_why')}</p>
      <Table<OutboxRecord>
        caption={t('work.attention_title')}
        hideCaption
        rows={refused}
        rowKey={(record) => String(record.seq)}
        columns={[
          {
            key: 'when',
            header: t('work.attention_when'),
            cell: (record) => formats.dateTime(new Date(record.at).toISOString()),
          },
          {
            key: 'what',
            header: t('work.attention_what'),
            rowHeader: true,
            cell: (record) => t(`work.kind_${record.kind}`),
          },
          {
            key: 'why',
            header: t('work.attention_reason'),
            cell: (record) => (record.refusal === null ? null : t(problemKey(record.refusal.code))),
          },
          {
            key: 'do',
            header: t('work.attention_action'),
            cell: (record) => (
              <span className="row">
                <Button size="small" onClick={() => void outbox.resend(record.seq)}>
                  {t('work.attention_retry')}
                </Button>
                <Button size="small" onClick={() => void outbox.dismiss(record.seq)}>
                  {t('work.attention_dismiss')}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
