import type { Invite } from '@pairwright/contract/invites';
import { useInfiniteQuery } from '@tanstack/react-query';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { Name, Names } from '../shared/Name.tsx';
import { CreateInviteForm } from './CreateInviteForm.tsx';

/** Links by which people come into the project by themselves. */
export function InvitesCard({ projectId }: { projectId: string }) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listInvites', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('console-invites.title')}>
      <p className="muted">{t('console-invites.why')}</p>
      <CreateInviteForm projectId={projectId} />
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {rows.length === 0 ? null : (
        <>
          <Invites projectId={projectId} rows={rows} />
          <LoadMore label={t('console-invites.list')} shown={rows.length} list={list} />
        </>
      )}
    </Card>
  );
}

function Invites({ projectId, rows }: { projectId: string; rows: readonly Invite[] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Invite>
      caption={t('console-invites.list')}
      cards
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'hint',
          header: t('console-invites.col_link'),
          rowHeader: true,
          cell: (row) => (
            <>
              <code className={styles['mono']}>…{row.hint}</code>{' '}
              {row.email === null ? <bdi dir="auto">{row.note}</bdi> : <Name text={row.email} />}
            </>
          ),
        },
        {
          key: 'role',
          header: t('console-people.col_role'),
          cell: (row) => t(`console-people.role_${row.role}`),
        },
        {
          key: 'teams',
          header: t('console-people.teams'),
          cell: (row) => <Names texts={row.teams} />,
        },
        { key: 'state', header: t('console-people.col_state'), cell: (row) => <State invite={row} /> },
        {
          key: 'uses',
          header: t('console-invites.col_uses'),
          cell: (row) => t('console-invites.uses', { uses: row.uses, max: row.maxUses }),
        },
        {
          key: 'by',
          header: t('console-invites.col_by'),
          cell: (row) => (
            <>
              <bdi dir="auto">{row.createdBy}</bdi>, {formats.date(row.createdAt)}
            </>
          ),
        },
        {
          key: 'revoke',
          header: t('console-invites.col_revoke'),
          actions: true,
          cell: (row) => (row.state === 'open' ? <Revoke projectId={projectId} invite={row} /> : null),
        },
      ]}
    />
  );
}

function State({ invite }: { invite: Invite }) {
  const t = useT();
  const formats = useFormats();
  if (invite.state === 'open')
    return <>{t('console-invites.open_until', { when: formats.dateTime(invite.expiresAt) })}</>;
  return <Badge>{t(`console-invites.state_${invite.state}`)}</Badge>;
}

/** At once, without asking: a new link is as quickly made. */
function Revoke({ projectId, invite }: { projectId: string; invite: Invite }) {
  const t = useT();
  const revoke = useWrite('revokeInvite', ['listInvites']);
  return (
    <Button
      size="small"
      busy={revoke.isPending}
      aria-label={t('console-invites.revoke_named', { hint: invite.hint })}
      onClick={() =>
        revoke.mutate(
          { params: { projectId, inviteId: invite.id } },
          {
            onSuccess: () => toast(t('console-invites.revoked', { hint: invite.hint })),
            onError: (error) => toast(explainProblem(error, t).title),
          },
        )
      }
    >
      {t('console-invites.revoke')}
    </Button>
  );
}
