import type { System } from '@pairwright/contract/system';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import { Span } from './Span.tsx';

type Lane = NonNullable<System['queue']['lanes']>[number];

/** How many jobs stand in each line. */
export function QueueCard({ queue }: { queue: System['queue'] }) {
  const t = useT();
  const formats = useFormats();
  const number = (key: 'waiting' | 'active' | 'delayed' | 'failed') => ({
    key,
    header: t(`console-system.${key}`),
    align: 'end' as const,
    cell: (row: Lane) => formats.number(row[key]),
  });
  return (
    <Card
      title={t('console-system.queue')}
      aside={<span className="muted">{t(`console-system.in_${queue.backend}`)}</span>}
    >
      {queue.lanes === null ? (
        <p>{t('console-system.no_queue')}</p>
      ) : (
        <Table<Lane>
          caption={t('console-system.queue_table')}
          hideCaption
          rows={queue.lanes}
          rowKey={({ lane }) => lane}
          columns={[
            {
              key: 'lane',
              header: t('console-system.lane'),
              rowHeader: true,
              cell: ({ lane }) => t(`console-system.lane_${lane}`),
            },
            number('waiting'),
            number('active'),
            number('delayed'),
            number('failed'),
            {
              key: 'oldest',
              header: t('console-system.oldest'),
              align: 'end',
              cell: ({ oldestWaitingSeconds }) => <Span seconds={oldestWaitingSeconds} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
