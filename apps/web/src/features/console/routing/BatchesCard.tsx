import type { RoutedBatch, RoutedMember } from '@pairwright/contract/routing';
import { lookAlikesAmong, lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useState } from 'react';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import { Name, Names } from '../shared/Name.tsx';
import { BatchDialog } from './BatchDialog.tsx';

interface Props {
  projectId: string;
  batches: readonly RoutedBatch[];
  members: readonly RoutedMember[];
}

/** The rounds and the order of batches, and whom they are for. */
export function BatchesCard({ projectId, batches, members }: Props) {
  const t = useT();
  const [editing, setEditing] = useState<RoutedBatch | null>(null);
  const columns = useColumns({ batches, members }, setEditing);
  return (
    <Card title={t('console-routing.batches')}>
      <Table<RoutedBatch>
        caption={t('console-routing.batches_table')}
        hideCaption
        cards
        rows={batches}
        rowKey={(row) => row.id}
        columns={columns}
      />
      {editing === null ? null : (
        <BatchDialog
          projectId={projectId}
          batch={editing}
          members={members}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}

function useColumns(
  { batches, members }: Pick<Props, 'batches' | 'members'>,
  onChange: (batch: RoutedBatch) => void,
): Column<RoutedBatch>[] {
  const t = useT();
  const formats = useFormats();
  const isTwin = lookAlikesAmong(batches.map(({ name }) => name));
  const isTwinTag = lookAlikesOfKinds(batches.flatMap(({ skills }) => skills));
  const nameOf = (userId: string) => members.find((member) => member.userId === userId)?.name ?? userId;
  const numbers = (key: 'comparisons' | 'round' | 'priority', header: string): Column<RoutedBatch> => ({
    key,
    header,
    align: 'end',
    cell: (row) => formats.number(row[key]),
  });
  return [
    {
      key: 'name',
      header: t('console-routing.col_batch'),
      rowHeader: true,
      cell: (row) => (
        <span className="row">
          <Name text={row.name} isTwin={isTwin(row.name)} id={row.id} />
          {row.withdrawal === null ? null : <Badge>{t('console-routing.withdrawn')}</Badge>}
        </span>
      ),
    },
    numbers('comparisons', t('console-routing.col_comparisons')),
    numbers('round', t('console-routing.round')),
    numbers('priority', t('console-routing.priority')),
    {
      key: 'skills',
      header: t('console-routing.skills'),
      cell: (row) => <Names texts={row.skills} isTwin={isTwinTag} />,
    },
    {
      key: 'only',
      header: t('console-routing.only_for'),
      cell: (row) =>
        row.onlyFor === null
          ? t('console-routing.everybody')
          : [...row.onlyFor.teams, ...row.onlyFor.members.map(nameOf)].join(', '),
    },
    {
      key: 'edit',
      header: t('console-routing.change'),
      actions: true,
      cell: (row) => (
        <Button
          size="small"
          aria-label={t('console-routing.change_named', { name: row.name })}
          onClick={() => onChange(row)}
        >
          {t('console-routing.change')}
        </Button>
      ),
    },
  ];
}
