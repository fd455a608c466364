import type { Delivery } from '@pairwright/contract/webhooks';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Table } from '../../../ui/Table.tsx';
import { outcomeWords, toneOf } from './words.ts';

interface Props {
  rows: readonly Delivery[];
  onLook: (delivery: Delivery) => void;
}

/** Deliveries, one a row. */
export function DeliveryTable({ rows, onLook }: Props) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Delivery>
      caption={t('console-webhooks.deliveries_table')}
      hideCaption
      compact
      cards
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'event',
          header: t('console-webhooks.col_event'),
          rowHeader: true,
          cell: (row) => <code>{row.type}</code>,
        },
        {
          key: 'when',
          header: t('console-webhooks.col_when'),
          cell: (row) => formats.dateTime(row.occurredAt),
        },
        {
          key: 'state',
          header: t('console-webhooks.col_state'),
          cell: (row) => <State delivery={row} />,
        },
        {
          key: 'tries',
          header: t('console-webhooks.col_tries'),
          align: 'end',
          cell: (row) => formats.number(row.tries),
        },
        {
          key: 'answer',
          header: t('console-webhooks.col_answer'),
          cell: (row) => outcomeWords(row, t) ?? '–',
        },
        {
          key: 'do',
          header: t('console-webhooks.col_do'),
          actions: true,
          cell: (row) => (
            <Button
              size="small"
              aria-label={t('console-webhooks.look_named', {
                event: row.type,
                when: formats.dateTime(row.occurredAt),
              })}
              onClick={() => onLook(row)}
            >
              {t('console-webhooks.look')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function State({ delivery: { state, tries, nextAt } }: { delivery: Delivery }) {
  const t = useT();
  const formats = useFormats();
  return (
    <span className="row">
      <Badge tone={toneOf[state]}>{t(`console-webhooks.delivery_${state}`)}</Badge>
      {tries > 0 && state === 'waiting' && nextAt !== null ? (
        <span className="muted">{t('console-webhooks.next_at', { when: formats.dateTime(nextAt) })}</span>
      ) : null}
    </span>
  );
}
