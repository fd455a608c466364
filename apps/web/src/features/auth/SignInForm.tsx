import type { Me } from '@pairwright/contract/auth';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { explainProblem, problemCode } from '../../api/problem.ts';
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
  const [code, setCode] = useState('');
  const client = useQueryClient();
  const signIn = useWrite('signIn');
  const submit = () => {
    if (signIn.isPending) return;
    signIn.mutate(
      { body: { email, password, ...(code.trim() === '' ? {} : { code }) } },
      {
        onSuccess: (me) => {
          client.setQueryData(read('getMe', {}).queryKey, me);
          sessionFound();
          props.onDone(me);
        },
      },
    );
  };
  const refusal = problemCode(signIn.error);
  // Once asked for it stays, whatever is wrong next.
  const [asked, setAsked] = useState(false);
  if (refusal === 'second_factor_needed' && !asked) setAsked(true);
  const problem =
    signIn.error === null || refusal === 'second_factor_needed' || refusal === 'wrong_code'
      ? null
      : explainProblem(signIn.error, t);
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
      {asked ? <CodeField value={code} onChange={setCode} wrong={refusal === 'wrong_code'} /> : null}
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <Button type="submit" variant="primary" busy={signIn.isPending}>
        {t('auth.sign_in')}
      </Button>
    </Form>
  );
}

interface CodeProps {
  value: string;
  onChange: (code: string) => void;
  wrong: boolean;
}

/** The second step: appears after a right password, and takes the focus. */
function CodeField({ value, onChange, wrong }: CodeProps) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <TextField
      ref={field}
      label={t('auth.code')}
      hint={t('auth.code_hint')}
      name="one-time-code"
      autoComplete="one-time-code"
      inputMode="text"
      spellCheck={false}
      required
      value={value}
      error={wrong ? t('problem.wrong_code') : null}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
