import type { System } from '@pairwright/contract/system';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import { Span } from './Span.tsx';

type Worker = System['workers'][number];

/** Who works on the jobs. */
export function WorkersCard({ workers }: { workers: readonly Worker[] }) {
  const t = useT();
  return (
    <Card title={t('console-system.workers')}>
      {workers.length === 0 ? (
        <p>{t('console-system.no_workers')}</p>
      ) : (
        <Table<Worker & { readonly key: string }>
          caption={t('console-system.workers_table')}
          hideCaption
          rows={workers.map((worker, place) => ({ ...worker, key: String(place) }))}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'host',
              header: t('console-system.host'),
              rowHeader: true,
              cell: ({ host, alive }) => (
                <span className="row">
                  <bdi dir="auto">{host}</bdi>
                  {alive ? null : <Badge tone="warn">{t('console-system.gone')}</Badge>}
                </span>
              ),
            },
            { key: 'version', header: t('console-system.version'), cell: ({ version }) => version },
            {
              key: 'seen',
              header: t('console-system.seen'),
              cell: ({ seenSecondsAgo }) => <Span seconds={seenSecondsAgo} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
