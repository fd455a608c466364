import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import type { OutboxReceipt } from '../../outbox/outbox.ts';
import type { OutboxRecord } from '../../outbox/action.ts';
import { useOutbox, useOutboxStatus } from '../../outbox/use-outbox.ts';
import { paths } from '../../paths.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Table } from '../../ui/Table.tsx';

type Line = Pick<OutboxReceipt, 'seq' | 'kind' | 'at'> & { receipt: OutboxReceipt | null };

/** What is saved where, with a receipt for everything the server has. */
export function SyncDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const outbox = useOutbox();
  const status = useOutboxStatus();
  const lines = useLines();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('safety.sync_title')}
      footer={
        status.waiting === 0 ? undefined : (
          <Button icon="sync" onClick={() => outbox.sendNow()}>
            {t('safety.sync_retry')}
          </Button>
        )
      }
    >
      <p>{t('safety.sync_where')}</p>
      <p role="status">{t('safety.sync_waiting', { count: status.waiting })}</p>
      {status.refused.length === 0 ? null : (
        <p>
          {t('safety.sync_refused', { count: status.refused.length })}{' '}
          <Link href={paths.work()}>{t('safety.sync_refused_link')}</Link>
        </p>
      )}
      <h3>{t('safety.sync_receipts')}</h3>
      {lines.length === 0 ? <p>{t('safety.sync_none')}</p> : <Receipts lines={lines} />}
    </Dialog>
  );
}

function Receipts({ lines }: { lines: readonly Line[] }) {
  const t = useT();
  const formats = useFormats();
  const time = (at: number): string => formats.dateTime(new Date(at).toISOString());
  return (
    <Table<Line>
      caption={t('safety.sync_receipts')}
      hideCaption
      rows={lines}
      rowKey={({ seq }) => String(seq)}
      columns={[
        {
          key: 'what',
          header: t('safety.sync_col_what'),
          rowHeader: true,
          cell: ({ kind }) => t(`work.kind_${kind}`),
        },
        { key: 'done', header: t('safety.sync_col_done'), cell: ({ at }) => time(at) },
        {
          key: 'received',
          header: t('safety.sync_col_received'),
          cell: ({ receipt }) => (receipt === null ? t('safety.sync_on_its_way') : time(receipt.receivedAt)),
        },
        {
          key: 'status',
          header: t('safety.sync_col_status'),
          cell: ({ receipt }) => (receipt === null ? null : t(`safety.sync_${receipt.status ?? 'received'}`)),
        },
      ]}
    />
  );
}

/** What waits, then what the server has, newest first. */
function useLines(): readonly Line[] {
  const outbox = useOutbox();
  // Read again after every change of these.
  const { waiting: count, refused } = useOutboxStatus();
  const [waiting, setWaiting] = useState<readonly OutboxRecord[]>([]);
  useEffect(() => {
    let here = true;
    void outbox.records().then((records) => {
      if (here) setWaiting(records.filter(({ refusal }) => refusal === null).reverse());
    });
    return () => {
      here = false;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [outbox, count, refused]);
  return [
    ...waiting.map(({ seq, kind, at }) => ({ seq, kind, at, receipt: null })),
    ...outbox.receipts().map((receipt) => ({ ...receipt, receipt })),
  ];
}
