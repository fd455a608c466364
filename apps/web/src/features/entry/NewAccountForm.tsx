import { useState } from 'react';
import type { ReactNode } from 'react';
import { explainProblem, problemCode } from '../../api/problem.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import styles from '../auth/auth.module.css';
import { NewPasswordField, passwordFault } from '../auth/NewPasswordField.tsx';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

interface Props {
  /** Fixed by the invitation; null: the person's own choice. */
  email: string | null;
  action: string;
  busy: boolean;
  error: unknown;
  /** More fields of the same form. */
  children?: ReactNode;
  onSend: (account: NewAccount) => void;
}

/** Name, e-mail and password of somebody without an account. */
export function NewAccountForm({ email: fixed, action, busy, error, children, onSend }: Props) {
  const t = useT();
  const [name, setName] = useState('');
  const [email, setEmail] = useState(fixed ?? '');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const code = problemCode(error);
  const easy = code === 'password_too_common' ? t('problem.password_too_common') : null;
  const taken = code === 'email_taken' ? t('problem.email_taken') : null;
  const problem = error === null || easy !== null || taken !== null ? null : explainProblem(error, t);
  const submit = () => {
    setTried(true);
    if (busy || passwordFault(password, t) !== null) return;
    onSend({ name, email, password });
  };
  return (
    <Form className={styles['form']} onSubmit={submit}>
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
        readOnly={fixed !== null}
        value={email}
        error={taken}
        onChange={(event) => setEmail(event.target.value)}
      />
      <NewPasswordField
        label={t('auth.password')}
        value={password}
        onChange={setPassword}
        error={(tried ? passwordFault(password, t) : null) ?? easy}
      />
      {children}
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <Button type="submit" variant="primary" busy={busy}>
        {action}
      </Button>
    </Form>
  );
}
