import type { Me } from '@pairwright/contract/auth';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { explainProblem } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { sessionFound } from '../../api/session.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './auth.module.css';
import { NewPasswordField, passwordFault } from './NewPasswordField.tsx';

/** First start: makes the owner. The server allows it once. */
export default function SetupPage() {
  const t = useT();
  usePageTitle(t('auth.setup_title'));
  const setup = useQuery(read('getSetup', {}));
  if (setup.data?.needsOwner === false) return <Redirect to={paths.signIn()} replace />;
  return (
    <PublicFrame title={t('auth.setup_title')}>
      {setup.error === null ? null : (
        <ProblemState error={setup.error} onRetry={() => void setup.refetch()} />
      )}
      {setup.isPending ? <Skeleton /> : null}
      {setup.data === undefined ? null : <OwnerForm />}
    </PublicFrame>
  );
}

function OwnerForm() {
  const t = useT();
  const locale = useLocale();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const create = useWrite('createOwner');
  const enter = useEnter();
  const submit = () => {
    setTried(true);
    if (create.isPending || passwordFault(password, t) !== null) return;
    create.mutate({ body: { name, email, password, locale } }, { onSuccess: enter });
  };
  const problem = create.error === null ? null : explainProblem(create.error, t);
  return (
    <Form className={styles['form']} onSubmit={submit}>
      <p className="muted">{t('auth.setup_why')}</p>
      <TextField
        label={t('auth.name')}
        name="name"
        autoComplete="name"
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('auth.email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <NewPasswordField
        label={t('auth.password')}
        value={password}
        onChange={setPassword}
        error={tried ? passwordFault(password, t) : null}
      />
      {problem === null ? null : (
        <ErrorState title={problem.title} detail={problem.detail} requestId={problem.requestId} />
      )}
      <Button type="submit" variant="primary" busy={create.isPending}>
        {t('auth.create_owner')}
      </Button>
    </Form>
  );
}

/** The new owner is signed in already. */
function useEnter(): (me: Me) => void {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return (me) => {
    client.setQueryData(read('getMe', {}).queryKey, me);
    sessionFound();
    navigate(paths.home(), { replace: true });
  };
}
