import type { User } from '@pairwright/contract/people';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { ErasureRequestsCard } from '../../own-data/ErasureRequestsCard.tsx';
import { EraseButton } from '../../own-data/EraseButton.tsx';
import styles from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import { AllSessionsCard } from './AllSessionsCard.tsx';
import { CreateUserCard } from './CreateUserCard.tsx';
import { EmailButton } from './EmailButton.tsx';
import { FactorDemandCard } from './FactorDemandCard.tsx';
import { LostFactorsButton } from './LostFactorsButton.tsx';
import { RegistrationsCard } from './RegistrationsCard.tsx';
import { ResetLinkButton } from './ResetLinkButton.tsx';
import { OwnershipButton } from './OwnershipButton.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { SignOutButton } from './SignOutButton.tsx';

/** Every account of this installation; for the owner. */
export default function PeoplePage() {
  const t = useT();
  usePageTitle(t('console-people.people'));
  const [search, setSearch] = useState('');
  const list = useInfiniteQuery({
    ...readPages('listUsers', { query: search === '' ? {} : { search } }),
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>{t('console-people.people')}</h1>
      <div className={styles['steps']}>
        <SearchField label={t('console-people.search')} value={search} onSearch={setSearch} />
        {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending ? <Skeleton lines={6} /> : null}
        {list.isSuccess && rows.length === 0 ? (
          <EmptyState
            title={t('console-people.search_none')}
            action={<Button onClick={() => setSearch('')}>{t('console-people.search_clear')}</Button>}
          />
        ) : null}
        {rows.length === 0 ? null : (
          <>
            <Users rows={rows} />
            <LoadMore label={t('console-people.pages')} shown={rows.length} list={list} />
          </>
        )}
        {list.isSuccess ? <ErasureRequestsCard /> : null}
        {list.isSuccess ? <CreateUserCard /> : null}
        {list.isSuccess ? <RegistrationsCard people={rows} /> : null}
        {list.isSuccess ? <FactorDemandCard /> : null}
        {list.isSuccess ? <AllSessionsCard /> : null}
      </div>
    </>
  );
}

function Users({ rows }: { rows: readonly User[] }) {
  const t = useT();
  const formats = useFormats();
  const [renewing, setRenewing] = useState<User | null>(null);
  const isTwin = lookAlikesAmong(rows.map(({ name }) => name));
  const isTwinMail = lookAlikesAmong(rows.map(({ email }) => email));
  return (
    <>
      <Table<User>
        caption={t('console-people.people')}
        hideCaption
        cards
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            header: t('console-people.col_name'),
            rowHeader: true,
            cell: (row) => (
              <span className="row">
                <Name text={row.name} isTwin={isTwin(row.name)} id={row.id} />
                {row.isOwner ? <Badge tone="accent">{t('console-people.owner')}</Badge> : null}
                {row.isDemo ? <Badge>{t('console.demo')}</Badge> : null}
                {row.disabledAt === null ? null : <Badge tone="warn">{t('console-people.disabled')}</Badge>}
              </span>
            ),
          },
          {
            key: 'email',
            header: t('console-people.col_email'),
            cell: (row) => <Name text={row.email} isTwin={isTwinMail(row.email)} />,
          },
          { key: 'since', header: t('console-people.col_since'), cell: (row) => formats.date(row.createdAt) },
          {
            key: 'do',
            header: t('console-people.col_account'),
            actions: true,
            cell: (row) => <Actions user={row} onRenew={() => setRenewing(row)} />,
          },
        ]}
      />
      {renewing === null ? null : <PasswordDialog user={renewing} onClose={() => setRenewing(null)} />}
    </>
  );
}

function Actions({ user, onRenew }: { user: User; onRenew: () => void }) {
  const t = useT();
  const me = useMe();
  const update = useWrite('updateUser', ['listUsers']);
  if (user.id === me.id)
    return (
      <span className="row">
        <span className="muted">{t('console-people.yourself')}</span>
        {user.isDemo ? null : <EmailButton user={user} />}
        <OwnershipButton user={user} />
      </span>
    );
  const setDisabled = (disabled: boolean, undo: boolean) =>
    update.mutate(
      { params: { userId: user.id }, body: { disabled } },
      {
        onSuccess: () =>
          toast(
            t(disabled ? 'console-people.now_disabled' : 'console-people.now_enabled', { name: user.name }),
            undo
              ? { action: { label: t('console.undo'), onSelect: () => setDisabled(!disabled, false) } }
              : {},
          ),
        onError: (error) => toast(explainProblem(error, t).title),
      },
    );
  const disabled = user.disabledAt !== null;
  return (
    <span className="row">
      <Button
        size="small"
        busy={update.isPending}
        aria-label={t(disabled ? 'console-people.enable_named' : 'console-people.disable_named', {
          name: user.name,
        })}
        onClick={() => setDisabled(!disabled, true)}
      >
        {t(disabled ? 'console-people.enable' : 'console-people.disable')}
      </Button>
      <Button
        size="small"
        aria-label={t('console-people.set_password_named', { name: user.name })}
        onClick={onRenew}
      >
        {t('console-people.set_password')}
      </Button>
      {user.isOwner ? null : <EraseButton user={user} />}
      {user.isDemo ? null : <EmailButton user={user} />}
      <ResetLinkButton user={user} />
      <LostFactorsButton user={user} />
      <SignOutButton user={user} />
      {user.isDemo || disabled ? null : <OwnershipButton user={user} />}
    </span>
  );
}
