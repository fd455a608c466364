import type { Session } from '@pairwright/contract/sessions';
import { useQuery } from '@tanstack/react-query';
import { explainProblem } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Table } from '../../ui/Table.tsx';
import { toast } from '../../ui/toast.ts';

function deviceText({ browser, system }: Session, t: Translate): string {
  if (browser !== null && system !== null) return t('account.device', { browser, system });
  return browser ?? system ?? t('account.device_unknown');
}

/** Where I am signed in, and ending it there. */
export function SessionsCard() {
  const t = useT();
  const sessions = useQuery({ ...read('listSessions', {}), refetchOnMount: 'always' });
  const others = useWrite('endMyOtherSessions', ['listSessions']);
  const items = sessions.data?.items ?? [];
  return (
    <Card title={t('account.sessions')}>
      <p className="muted">{t('account.sessions_why')}</p>
      {sessions.error === null ? null : (
        <ProblemState error={sessions.error} onRetry={() => void sessions.refetch()} />
      )}
      {sessions.isPending ? <Skeleton lines={2} /> : null}
      {items.length === 0 ? null : <Sessions items={items} />}
      {items.some((session) => !session.isThis) ? (
        <div>
          <Button
            variant="danger"
            busy={others.isPending}
            onClick={() =>
              others.mutate(
                {},
                {
                  onSuccess: ({ ended }) => toast(t('account.others_ended', { count: ended })),
                  onError: (error) => toast(explainProblem(error, t).title),
                },
              )
            }
          >
            {t('account.end_others')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function Sessions({ items }: { items: readonly Session[] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Session>
      caption={t('account.sessions_list')}
      hideCaption
      cards
      rows={items}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'device',
          header: t('account.col_device'),
          rowHeader: true,
          cell: (row) => (
            <span className="row">
              {deviceText(row, t)}
              {row.isThis ? <Badge tone="accent">{t('account.this_session')}</Badge> : null}
            </span>
          ),
        },
        {
          key: 'address',
          header: t('account.col_address'),
          cell: (row) => row.address ?? t('account.address_unknown'),
        },
        { key: 'since', header: t('account.col_since'), cell: (row) => formats.dateTime(row.createdAt) },
        { key: 'used', header: t('account.col_used'), cell: (row) => formats.dateTime(row.lastUsedAt) },
        {
          key: 'end',
          header: t('account.col_end'),
          actions: true,
          cell: (row) => (row.isThis ? null : <End session={row} />),
        },
      ]}
    />
  );
}

function End({ session }: { session: Session }) {
  const t = useT();
  const end = useWrite('endMySession', ['listSessions']);
  return (
    <Button
      size="small"
      busy={end.isPending}
      aria-label={t('account.end_named', { device: deviceText(session, t) })}
      onClick={() =>
        end.mutate(
          { params: { sessionId: session.id } },
          {
            onSuccess: () => toast(t('account.ended')),
            onError: (error) => toast(explainProblem(error, t).title),
          },
        )
      }
    >
      {t('account.end')}
    </Button>
  );
}
