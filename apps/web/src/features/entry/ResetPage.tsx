import { useState } from 'react';
import { Link } from 'wouter';
import { explainProblem, problemCode } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Form } from '../../ui/Form.tsx';
import styles from '../auth/auth.module.css';
import { NewPasswordField, passwordFault } from '../auth/NewPasswordField.tsx';
import { useSecret } from './use-secret.ts';

/** Opened by a one-time link: chooses a new password. */
export default function ResetPage() {
  const t = useT();
  usePageTitle(t('entry.reset_title'));
  const token = useSecret();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const reset = useWrite('resetPassword');
  const code = problemCode(reset.error);
  const easy = code === 'password_too_common' ? t('problem.password_too_common') : null;
  const over = token === '' || code === 'invite_over';
  const problem = reset.error === null || easy !== null || over ? null : explainProblem(reset.error, t);
  const submit = () => {
    setTried(true);
    if (reset.isPending || passwordFault(password, t) !== null) return;
    reset.mutate({ body: { token, password } });
  };
  const signIn = <Link href={paths.signIn()}>{t('entry.to_sign_in')}</Link>;
  return (
    <PublicFrame title={t('entry.reset_title')}>
      {over ? <EmptyState title={t('entry.reset_over')}>{t('entry.reset_over_what')}</EmptyState> : null}
      {reset.isSuccess ? (
        <div role="status" className="stack">
          <p>{t('entry.reset_done')}</p>
          <p>{signIn}</p>
        </div>
      ) : over ? (
        <p>{signIn}</p>
      ) : (
        <Form className={styles['form']} onSubmit={submit}>
          <p className="muted">{t('entry.reset_what')}</p>
          <NewPasswordField
            label={t('entry.new_password')}
            value={password}
            onChange={setPassword}
            error={(tried ? passwordFault(password, t) : null) ?? easy}
          />
          {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
          <Button type="submit" variant="primary" busy={reset.isPending}>
            {t('entry.reset_do')}
          </Button>
        </Form>
      )}
    </PublicFrame>
  );
}
