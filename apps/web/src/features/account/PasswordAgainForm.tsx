import { useState } from 'react';
import type { ReactNode } from 'react';
import { explainProblem, problemCode } from '../../api/problem.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';

export interface PasswordAgainProps {
  /** What it is asked for. */
  what: string;
  action: string;
  busy: boolean;
  error: unknown;
  /** More fields of the same form. */
  children?: ReactNode;
  onPassword: (password: string) => void;
}

export function PasswordAgainForm({ what, action, busy, error, children, onPassword }: PasswordAgainProps) {
  const t = useT();
  const [password, setPassword] = useState('');
  const wrong = problemCode(error) === 'wrong_password';
  const problem = error === null || wrong ? null : explainProblem(error, t);
  return (
    <Form className="stack" onSubmit={() => (busy ? undefined : onPassword(password))}>
      <p>{what}</p>
      {children}
      <TextField
        label={t('account.current_password')}
        type="password"
        name="current-password"
        autoComplete="current-password"
        required
        value={password}
        error={wrong ? t('problem.wrong_password') : null}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {action}
        </Button>
      </div>
    </Form>
  );
}
