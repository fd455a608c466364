import type { System } from '@pairwright/contract/system';
import { useFormats } from '../../../i18n/format.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import { Figures } from '../shared/Figures.tsx';
import { Span } from './Span.tsx';

type Unfinished = System['work']['unfinished'][number];

/** What is under way, of all projects. */
export function UnfinishedCard({ work: { unfinished, leases, resolutionLag } }: { work: System['work'] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Card title={t('console-system.work')}>
      <Figures
        label={t('console-system.work')}
        items={[
          { label: t('console-system.leases_live'), value: formats.number(leases.live) },
          { label: t('console-system.leases_expired'), value: formats.number(leases.expired) },
          { label: t('console-system.resolution_lag'), value: formats.number(resolutionLag) },
        ]}
      />
      {unfinished.length === 0 ? (
        <p>{t('console-system.nothing_unfinished')}</p>
      ) : (
        <Table<Unfinished>
          caption={t('console-system.unfinished')}
          cards
          rows={unfinished}
          rowKey={({ kind, state }) => `${kind} ${state}`}
          columns={[
            {
              key: 'kind',
              header: t('console-system.kind'),
              rowHeader: true,
              cell: ({ kind }) => t(`console-system.kind_${kind}` as MessageKey),
            },
            {
              key: 'state',
              header: t('console-system.state'),
              cell: ({ state }) => t(`console-system.state_${state}` as MessageKey),
            },
            {
              key: 'count',
              header: t('console-system.count'),
              align: 'end',
              cell: ({ count }) => formats.number(count),
            },
            {
              key: 'oldest',
              header: t('console-system.oldest'),
              align: 'end',
              cell: ({ oldestSeconds }) => <Span seconds={oldestSeconds} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
