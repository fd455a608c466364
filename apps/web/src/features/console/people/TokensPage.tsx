import type { ApiToken } from '@pairwright/contract/auth';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { CreateTokenCard } from './CreateTokenCard.tsx';

/** My API tokens, for scripts, trainers and the command line. */
export default function TokensPage() {
  const t = useT();
  usePageTitle(t('console-people.tokens'));
  const tokens = useQuery({ ...read('listTokens', {}), refetchOnMount: 'always' });
  const items = tokens.data?.items ?? [];
  return (
    <>
      <h1>{t('console-people.tokens')}</h1>
      <div className={styles['steps']}>
        <p className="muted">{t('console-people.tokens_why')}</p>
        <CreateTokenCard />
        {tokens.error === null ? null : (
          <ProblemState error={tokens.error} onRetry={() => void tokens.refetch()} />
        )}
        {tokens.isPending ? <Skeleton lines={4} /> : null}
        {tokens.isSuccess && items.length === 0 ? (
          <EmptyState title={t('console-people.no_tokens')}>{t('console-people.no_tokens_why')}</EmptyState>
        ) : null}
        {items.length === 0 ? null : <Tokens items={items} />}
      </div>
    </>
  );
}

function Tokens({ items }: { items: readonly ApiToken[] }) {
  const t = useT();
  const [leaving, setLeaving] = useState<ApiToken | null>(null);
  const columns = useColumns(setLeaving);
  return (
    <>
      <Table<ApiToken>
        caption={t('console-people.my_tokens')}
        cards
        rows={items}
        rowKey={(row) => row.id}
        columns={columns}
      />
      {leaving === null ? null : <RevokeDialog token={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function useColumns(onRevoke: (token: ApiToken) => void): Column<ApiToken>[] {
  const t = useT();
  const formats = useFormats();
  return [
    {
      key: 'name',
      header: t('console-people.col_token'),
      rowHeader: true,
      cell: (row) => <bdi dir="auto">{row.name}</bdi>,
    },
    {
      key: 'hint',
      header: t('console-people.col_hint'),
      cell: (row) => <code className={styles['mono']}>{row.hint}</code>,
    },
    {
      key: 'scopes',
      header: t('console-people.col_scopes'),
      cell: (row) => formats.list(row.scopes.map((scope) => t(`console-people.scope_${scope}`))),
    },
    {
      key: 'projects',
      header: t('console-people.col_projects'),
      cell: (row) =>
        row.projects === null
          ? t('console-people.token_projects_all')
          : formats.list(row.projects.map(({ name }) => name ?? t('console-people.token_project_gone'))),
    },
    { key: 'state', header: t('console-people.col_state'), cell: (row) => <TokenState token={row} /> },
    {
      key: 'used',
      header: t('console-people.col_used'),
      cell: (row) => (row.lastUsedAt === null ? t('console-people.never') : formats.dateTime(row.lastUsedAt)),
    },
    {
      key: 'revoke',
      header: t('console-people.col_revoke'),
      actions: true,
      cell: (row) =>
        row.revokedAt === null ? (
          <Button
            size="small"
            aria-label={t('console-people.revoke_named', { name: row.name })}
            onClick={() => onRevoke(row)}
          >
            {t('console-people.revoke')}
          </Button>
        ) : null,
    },
  ];
}

function TokenState({ token }: { token: ApiToken }) {
  const t = useT();
  const formats = useFormats();
  const [now] = useState(() => Date.now());
  if (token.revokedAt !== null) return <Badge>{t('console-people.revoked')}</Badge>;
  if (Date.parse(token.expiresAt) <= now) return <Badge tone="warn">{t('console-people.expired')}</Badge>;
  return <>{t('console-people.expires', { when: formats.date(token.expiresAt) })}</>;
}

function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const t = useT();
  const revoke = useWrite('revokeToken', ['listTokens']);
  return (
    <ConfirmDialog
      title={t('console-people.revoke_ask', { name: token.name })}
      confirm={t('console-people.revoke')}
      danger
      busy={revoke.isPending}
      onClose={onClose}
      onConfirm={() =>
        revoke.mutate(
          { params: { tokenId: token.id } },
          {
            onSuccess: () => toast(t('console-people.now_revoked', { name: token.name })),
            onError: (error) => toast(explainProblem(error, t).title),
            onSettled: onClose,
          },
        )
      }
    >
      <p>{t('console-people.revoke_what')}</p>
    </ConfirmDialog>
  );
}
