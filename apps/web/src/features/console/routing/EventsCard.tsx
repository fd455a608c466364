import type { RoutingEvent } from '@pairwright/contract/gold';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import { accuracyText } from './PeopleCard.tsx';
import { ruleText } from './RulesCard.tsx';

/** What rules and people did about members, and taking it back. */
export function EventsCard({ projectId }: { projectId: string }) {
  const t = useT();
  const events = useQuery({
    ...read('listRoutingEvents', { params: { projectId } }),
    refetchOnMount: 'always',
  });
  const columns = useColumns(projectId);
  return (
    <Card title={t('console-routing.events')}>
      {events.error === null ? null : (
        <ProblemState error={events.error} onRetry={() => void events.refetch()} />
      )}
      {events.data?.items.length === 0 ? <p className="muted">{t('console-routing.no_events')}</p> : null}
      {events.data === undefined || events.data.items.length === 0 ? null : (
        <Table<RoutingEvent>
          caption={t('console-routing.events_table')}
          hideCaption
          cards
          rows={events.data.items}
          rowKey={(row) => row.id}
          columns={columns}
        />
      )}
    </Card>
  );
}

function useColumns(projectId: string): Column<RoutingEvent>[] {
  const t = useT();
  const formats = useFormats();
  const undo = useWrite('undoRoutingEvent', ['listRoutingEvents', 'getRouting']);
  const because = (row: RoutingEvent): string =>
    row.rule === null || row.evidence === null
      ? t('console-routing.by_person', { name: row.createdBy ?? '' })
      : `${ruleText(row.rule, t)} ${accuracyText(row.evidence, { t, formats })}`;
  return [
    {
      key: 'name',
      header: t('console-routing.col_name'),
      rowHeader: true,
      // Where the numbers are, and what this person says: looked at before an action stands or is undone.
      cell: (row) => (
        <Link href={paths.annotator(projectId, row.userId)}>
          <bdi dir="auto">{row.name}</bdi>
        </Link>
      ),
    },
    {
      key: 'action',
      header: t('console-routing.rule_action'),
      cell: (row) => t(`console-routing.action_${row.action}`),
    },
    {
      key: 'when',
      header: t('console-routing.col_when'),
      cell: (row) => formats.dateTime(row.createdAt),
    },
    { key: 'why', header: t('console-routing.col_why'), cell: because },
    {
      key: 'undo',
      header: t('console-routing.undo'),
      actions: true,
      cell: (row) =>
        row.undoneAt === null ? (
          <Button
            size="small"
            busy={undo.isPending}
            aria-label={t('console-routing.undo_named', { name: row.name })}
            onClick={() => undo.mutate({ params: { projectId, eventId: row.id } })}
          >
            {t('console-routing.undo')}
          </Button>
        ) : (
          t('console-routing.undone', {
            name: row.undoneBy ?? '',
            when: formats.dateTime(row.undoneAt),
          })
        ),
    },
  ];
}
