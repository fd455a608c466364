import type { Webhook } from '@pairwright/contract/webhooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { SecretOnce } from './SecretOnce.tsx';
import { WebhookForm } from './WebhookForm.tsx';
import styles from './webhooks.module.css';

/** The webhooks of a project, or without one those of the installation; and a way to make another. */
export function WebhookList({ projectId }: { projectId: string | null }) {
  const t = useT();
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const query = projectId === null ? {} : { projectId };
  const list = useQuery({ ...read('listWebhooks', { query }), refetchOnMount: 'always' });
  const rows = list.data?.items ?? [];
  const make = (
    <Button variant="primary" onClick={() => setNew(true)}>
      {t('console-webhooks.new')}
    </Button>
  );
  return (
    <div className="stack">
      {secret === null ? null : <SecretOnce secret={secret} onDone={() => setSecret(null)} />}
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={4} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState title={t('console-webhooks.none')} action={make}>
          {t('console-webhooks.none_why')}
        </EmptyState>
      ) : null}
      {rows.length === 0 ? null : (
        <>
          <div>{make}</div>
          <Rows rows={rows} />
        </>
      )}
      {isNew ? (
        <NewWebhook
          projectId={projectId}
          onClose={() => setNew(false)}
          onMade={(made) => {
            setNew(false);
            setSecret(made);
          }}
        />
      ) : null}
    </div>
  );
}

interface NewProps {
  projectId: string | null;
  onClose: () => void;
  onMade: (secret: string) => void;
}

function NewWebhook({ projectId, onClose, onMade }: NewProps) {
  const t = useT();
  const create = useWrite('createWebhook', ['listWebhooks']);
  return (
    <Dialog open wide title={t('console-webhooks.new')} onClose={onClose}>
      <WebhookForm
        initial={{ address: '', description: '', events: [] }}
        inProject={projectId !== null}
        submit={t('console-webhooks.create')}
        busy={create.isPending}
        error={create.error}
        onSubmit={(draft) =>
          create.mutate({ body: { projectId, ...draft } }, { onSuccess: ({ secret }) => onMade(secret) })
        }
      />
    </Dialog>
  );
}

function Rows({ rows }: { rows: readonly Webhook[] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Webhook>
      caption={t('console-webhooks.title')}
      hideCaption
      cards
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'address',
          header: t('console-webhooks.col_address'),
          rowHeader: true,
          cell: (row) => <Address webhook={row} />,
        },
        {
          key: 'state',
          header: t('console-webhooks.col_state'),
          cell: (row) => <WebhookState webhook={row} />,
        },
        {
          key: 'events',
          header: t('console-webhooks.col_events'),
          align: 'end',
          cell: (row) => formats.number(row.events.length),
        },
        {
          key: 'waiting',
          header: t('console-webhooks.col_waiting'),
          align: 'end',
          cell: (row) => formats.number(row.waiting),
        },
        {
          key: 'dead',
          header: t('console-webhooks.col_dead'),
          align: 'end',
          cell: (row) => formats.number(row.dead),
        },
        {
          key: 'last',
          header: t('console-webhooks.col_last'),
          cell: (row) =>
            row.lastDeliveredAt === null
              ? t('console-webhooks.never')
              : formats.dateTime(row.lastDeliveredAt),
        },
      ]}
    />
  );
}

function Address({ webhook: row }: { webhook: Webhook }) {
  return (
    <>
      <Link href={paths.webhook(row.id)} className={styles['address']}>
        {row.address}
      </Link>
      {row.description === '' ? null : (
        <div className="muted">
          <bdi dir="auto">{row.description}</bdi>
        </div>
      )}
    </>
  );
}

export function WebhookState({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const { state, pausedBecause } = webhook;
  const tone = state === 'active' ? 'ok' : pausedBecause === 'person' ? 'neutral' : 'danger';
  return <Badge tone={tone}>{t(`console-webhooks.state_${state}`)}</Badge>;
}
