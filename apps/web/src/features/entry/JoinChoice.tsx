import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem, problemCode } from '../../api/problem.ts';
import { read, useWrite } from '../../api/queries.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RadioGroup } from '../../ui/Field.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { SignInForm } from '../auth/SignInForm.tsx';
import { enter } from './enter.ts';
import type { Invitation } from './JoinPage.tsx';
import { NewAccountForm } from './NewAccountForm.tsx';

interface Props {
  token: string;
  invitation: Invitation;
}

/** Joins with the account one is signed in to, with another one, or with a new one. */
export function JoinChoice({ token, invitation }: Props) {
  const t = useT();
  const me = useQuery({ ...read('getMe', {}), retry: false });
  // Decided once: whoever signs in below joins at once, and the form stays until then.
  const [own, setOwn] = useState<boolean | null>(null);
  if (own === null && !me.isPending) setOwn(me.data !== undefined);
  if (own === null) return <Skeleton lines={2} />;
  if (me.data === undefined || !own) return <SignedOut token={token} invitation={invitation} />;
  const wrongPerson = invitation.email !== null && invitation.email !== me.data.email;
  return (
    <section className="stack">
      <p>{t('entry.signed_in_as', { name: me.data.name, email: me.data.email })}</p>
      {wrongPerson ? (
        <p role="alert">{t('entry.for_other', { email: invitation.email ?? '' })}</p>
      ) : (
        <Join token={token} />
      )}
      <div>
        <Button onClick={() => setOwn(false)}>{t('entry.other_account')}</Button>
      </div>
    </section>
  );
}

/** Joins with the account that is signed in; whoever is a member already just goes on. */
function useJoin(token: string) {
  const join = useWrite('joinByInvite');
  const send = () =>
    join.mutate(
      { body: { token } },
      {
        onSuccess: enter,
        onError: (error) => (problemCode(error) === 'member_exists' ? enter() : undefined),
      },
    );
  return { send, busy: join.isPending, error: join.error };
}

function Join({ token }: { token: string }) {
  const t = useT();
  const join = useJoin(token);
  const problem = join.error === null ? null : explainProblem(join.error, t);
  return (
    <>
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <div>
        <Button variant="primary" busy={join.busy} onClick={join.send}>
          {t('entry.join')}
        </Button>
      </div>
    </>
  );
}

function SignedOut({ token, invitation }: Props) {
  const t = useT();
  const locale = useLocale();
  const [who, setWho] = useState<'new' | 'known'>('new');
  const register = useWrite('joinAsNewPerson');
  const join = useJoin(token);
  const problem = join.error === null ? null : explainProblem(join.error, t);
  return (
    <>
      <RadioGroup
        label={t('entry.who')}
        value={who}
        onChange={setWho}
        options={[
          { value: 'new', label: t('entry.who_new') },
          { value: 'known', label: t('entry.who_known') },
        ]}
      />
      {who === 'new' ? (
        <NewAccountForm
          email={invitation.email}
          action={t('entry.join_new')}
          busy={register.isPending}
          error={register.error}
          onSend={(person) => register.mutate({ body: { token, locale, ...person } }, { onSuccess: enter })}
        />
      ) : (
        <SignInForm email={invitation.email ?? ''} onDone={join.send} />
      )}
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
    </>
  );
}
