import type { Me } from '@pairwright/contract/auth';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../api/problem.ts';
import { read, useWrite } from '../../api/queries.ts';
import { sessionFound } from '../../api/session.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import styles from './auth.module.css';

interface Props {
  /** Filled in beforehand: a demo account, or who was here before. */
  email?: string;
  password?: string;
  onDone: (me: Me) => void;
}

export function SignInForm(props: Props) {
  const t = useT();
  const [email, setEmail] = useState(props.email ?? '');
  const [password, setPassword] = useState(props.password ?? '');
  const client = useQueryClient();
  const signIn = useWrite('signIn');
  const submit = () => {
    if (signIn.isPending) return;
    signIn.mutate(
      { body: { email, password } },
      {
        onSuccess: (me) => {
          client.setQueryData(read('getMe', {}).queryKey, me);
          sessionFound();
          props.onDone(me);
        },
      },
    );
  };
  const problem = signIn.error === null ? null : explainProblem(signIn.error, t);
  return (
    <Form className={styles['form']} onSubmit={submit}>
      <TextField
        label={t('auth.email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t('auth.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <Button type="submit" variant="primary" busy={signIn.isPending}>
        {t('auth.sign_in')}
      </Button>
    </Form>
  );
}
