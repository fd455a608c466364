import type { Role } from '@pairwright/contract/access';
import type { User } from '@pairwright/contract/people';
import type { Registration } from '@pairwright/contract/registrations';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, Select } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { toast } from '../../../ui/toast.ts';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import styles from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import { useRoleOptions } from './roles.ts';

/** Whether strangers may ask for an account, and who did; beside the people that are there. */
export function RegistrationsCard({ people }: { people: readonly User[] }) {
  const t = useT();
  const settings = useQuery({ ...read('getAccountSettings', {}), refetchOnMount: 'always' });
  const update = useWrite('updateAccountSettings', ['getAccountSettings', 'getSignInOptions']);
  const list = useInfiniteQuery({
    ...readPages('listRegistrations', { query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  // Who was let in has the name that they asked with.
  const seen = [...people, ...rows.filter(({ state }) => state === 'pending')];
  const isTwin = lookAlikesAmong(seen.map(({ name }) => name));
  const isTwinMail = lookAlikesAmong(seen.map(({ email }) => email));
  const error = settings.error ?? list.error;
  const retry = () => void Promise.all([settings.refetch(), list.refetch()]);
  // What was chosen shows at once.
  const sent = update.isPending ? update.variables.body.registration : null;
  return (
    <Card title={t('console-invites.asked_title')}>
      {error === null ? null : <ProblemState error={error} onRetry={retry} />}
      {settings.data === undefined ? null : (
        <Checkbox
          label={t('console-invites.may_ask')}
          hint={t('console-invites.may_ask_hint')}
          checked={(sent ?? settings.data.registration) === 'approval'}
          onChange={(on) =>
            update.mutate(
              { body: { registration: on ? 'approval' : 'off' } },
              { onError: (error) => toast(explainProblem(error, t).title) },
            )
          }
        />
      )}
      {rows.map((row) => (
        <Asked
          key={row.id}
          registration={row}
          isTwin={row.state === 'pending' && isTwin(row.name)}
          isTwinMail={row.state === 'pending' && isTwinMail(row.email)}
        />
      ))}
      {rows.length === 0 ? null : (
        <LoadMore label={t('console-invites.asked_title')} shown={rows.length} list={list} />
      )}
    </Card>
  );
}

interface AskedProps {
  registration: Registration;
  isTwin: boolean;
  isTwinMail: boolean;
}

function Asked({ registration, isTwin, isTwinMail }: AskedProps) {
  const t = useT();
  const formats = useFormats();
  const { name, email, note, state, createdAt, decidedBy } = registration;
  return (
    <section className="stack">
      <h3 className="row">
        <Name text={name} isTwin={isTwin} id={registration.id} />
        <Badge tone={state === 'pending' ? 'warn' : 'neutral'}>{t(`console-invites.asked_${state}`)}</Badge>
      </h3>
      <p>
        <Name text={email} isTwin={isTwinMail} />, {formats.dateTime(createdAt)}
        {decidedBy === null ? null : `. ${t('console-invites.decided_by', { name: decidedBy })}`}
      </p>
      {note === '' ? null : (
        <p>
          <bdi dir="auto">{note}</bdi>
        </p>
      )}
      {state === 'pending' ? <Decide registration={registration} /> : null}
    </section>
  );
}

const none = '';

function Decide({ registration }: { registration: Registration }) {
  const t = useT();
  const [projectId, setProjectId] = useState(none);
  const [role, setRole] = useState<Role>('annotator');
  const roleOptions = useRoleOptions();
  const projects = useQuery(read('listProjects', { query: { limit: 200 } }));
  const decide = useProvedWrite('decideRegistration', ['listRegistrations', 'listUsers']);
  const send = (approve: boolean) =>
    decide.mutate(
      {
        params: { registrationId: registration.id },
        body: { approve, ...(approve && projectId !== none ? { membership: { projectId, role } } : {}) },
      },
      { onError: (error) => toast(explainProblem(error, t).title) },
    );
  return (
    <>
      <div className={styles['fields']}>
        <Select
          label={t('console-invites.into')}
          value={projectId}
          options={[
            { value: none, label: t('console-invites.into_none') },
            ...(projects.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setProjectId}
        />
        {projectId === none ? null : (
          <Select
            label={t('console-people.col_role')}
            value={role}
            options={roleOptions}
            onChange={setRole}
          />
        )}
      </div>
      <div className="row">
        <Button
          variant="primary"
          busy={decide.isPending}
          aria-label={t('console-invites.approve_named', { name: registration.name })}
          onClick={() => send(true)}
        >
          {t('console-invites.approve')}
        </Button>
        <Button
          busy={decide.isPending}
          aria-label={t('console-invites.refuse_named', { name: registration.name })}
          onClick={() => send(false)}
        >
          {t('console-invites.refuse')}
        </Button>
      </div>
      {decide.asking}
    </>
  );
}
