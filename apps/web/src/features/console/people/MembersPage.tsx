import type { Role } from '@pairwright/contract/access';
import type { Member } from '@pairwright/contract/people';
import { lookAlikesAmong, lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { Select } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import { PayByPersonCard } from '../pay/PayByPersonCard.tsx';
import styles from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { AddMemberCard } from './AddMemberCard.tsx';
import { CrowdCard } from './CrowdCard.tsx';
import { ExclusionsCard } from './ExclusionsCard.tsx';
import { InvitesCard } from './InvitesCard.tsx';
import { InviteTableCard } from './InviteTableCard.tsx';
import { useRoleOptions } from './roles.ts';
import { Teams } from './Teams.tsx';

export default function MembersPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const members = useQuery({ ...read('listMembers', { params: { projectId } }), refetchOnMount: 'always' });
  return (
    <ProjectFrame projectId={projectId} title={t('console-people.members')}>
      <div className={styles['steps']}>
        {members.error === null ? null : (
          <ProblemState error={members.error} onRetry={() => void members.refetch()} />
        )}
        {members.isPending ? <Skeleton lines={5} /> : null}
        {members.data === undefined ? null : <Members projectId={projectId} items={members.data.items} />}
        <PayByPersonCard projectId={projectId} />
        <AddMemberCard projectId={projectId} />
        <InvitesCard projectId={projectId} />
        <InviteTableCard projectId={projectId} />
        <CrowdCard projectId={projectId} />
        <ExclusionsCard projectId={projectId} />
        <Roles />
      </div>
    </ProjectFrame>
  );
}

function Members({ projectId, items }: { projectId: string; items: readonly Member[] }) {
  const t = useT();
  const me = useMe();
  const formats = useFormats();
  const isTwin = lookAlikesAmong(items.map(({ name }) => name));
  const isTwinMail = lookAlikesAmong(items.map(({ email }) => email));
  const isTwinTeam = lookAlikesOfKinds(items.flatMap(({ teams }) => teams));
  return (
    <Table<Member>
      caption={t('console-people.members')}
      hideCaption
      cards
      rows={items}
      rowKey={(row) => row.userId}
      columns={[
        {
          key: 'name',
          header: t('console-people.col_name'),
          rowHeader: true,
          cell: (row) => (
            <>
              <Name text={row.name} isTwin={isTwin(row.name)} id={row.userId} />
              {row.userId === me.id ? ` (${t('console-people.you')})` : null}
            </>
          ),
        },
        {
          key: 'email',
          header: t('console-people.col_email'),
          cell: (row) => <Name text={row.email} isTwin={isTwinMail(row.email)} />,
        },
        {
          key: 'role',
          header: t('console-people.col_role'),
          cell: (row) => <RoleSelect projectId={projectId} member={row} />,
        },
        {
          key: 'teams',
          header: t('console-people.teams'),
          cell: (row) => <Teams projectId={projectId} member={row} isTwin={isTwinTeam} />,
        },
        { key: 'since', header: t('console-people.col_since'), cell: (row) => formats.date(row.createdAt) },
        {
          key: 'remove',
          header: t('console-people.col_remove'),
          actions: true,
          cell: (row) => <RemoveButton projectId={projectId} member={row} />,
        },
      ]}
    />
  );
}

function RoleSelect({ projectId, member }: { projectId: string; member: Member }) {
  const t = useT();
  const roleOptions = useRoleOptions();
  const update = useProvedWrite('updateMember', ['listMembers', 'getMe']);
  const change = (role: Role) =>
    update.mutate(
      { params: { projectId, userId: member.userId }, body: { role } },
      {
        onSuccess: () =>
          toast(
            t('console-people.role_changed', { name: member.name, role: t(`console-people.role_${role}`) }),
          ),
        onError: (error) => toast(explainProblem(error, t).title),
      },
    );
  return (
    <>
      <Select
        label={t('console-people.role_of', { name: member.name })}
        hideLabel
        value={member.role}
        options={roleOptions}
        onChange={change}
      />
      {update.asking}
    </>
  );
}

function RemoveButton({ projectId, member }: { projectId: string; member: Member }) {
  const t = useT();
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Button
        size="small"
        aria-label={t('console-people.remove_named', { name: member.name })}
        onClick={() => setLeaving(true)}
      >
        {t('console-people.remove')}
      </Button>
      {leaving ? (
        <RemoveDialog projectId={projectId} member={member} onClose={() => setLeaving(false)} />
      ) : null}
    </>
  );
}

function RemoveDialog({
  projectId,
  member,
  onClose,
}: {
  projectId: string;
  member: Member;
  onClose: () => void;
}) {
  const t = useT();
  const remove = useWrite('removeMember', ['listMembers', 'getMe', 'getProject']);
  return (
    <ConfirmDialog
      title={t('console-people.remove_ask', { name: member.name })}
      confirm={t('console-people.remove')}
      danger
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { projectId, userId: member.userId } },
          {
            onSuccess: () => toast(t('console-people.removed', { name: member.name })),
            onError: (error) => toast(explainProblem(error, t).title),
            onSettled: onClose,
          },
        )
      }
    >
      <p>{t('console-people.remove_what')}</p>
    </ConfirmDialog>
  );
}

function Roles() {
  const t = useT();
  return (
    <details>
      <summary className={styles['summary']}>{t('console-people.roles_title')}</summary>
      <dl className={styles['facts']}>
        {(['annotator', 'reviewer', 'researcher', 'admin'] as const).map((role) => (
          <div key={role} className={styles['contents']}>
            <dt>{t(`console-people.role_${role}`)}</dt>
            <dd>{t(`console-people.role_${role}_may`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
