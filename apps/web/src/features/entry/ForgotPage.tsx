import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { explainProblem } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from '../auth/auth.module.css';

/** Asks for a link by mail, where mail is sent; else says whom to ask. */
export default function ForgotPage() {
  const t = useT();
  usePageTitle(t('entry.forgot_title'));
  const options = useQuery(read('getSignInOptions', {}));
  const [email, setEmail] = useState('');
  const ask = useWrite('requestPasswordReset');
  const problem = ask.error === null ? null : explainProblem(ask.error, t);
  return (
    <PublicFrame title={t('entry.forgot_title')}>
      {options.isPending ? <Skeleton lines={3} /> : null}
      {options.error === null || options.data !== undefined ? null : (
        <ProblemState error={options.error} onRetry={() => void options.refetch()} />
      )}
      {ask.isSuccess ? <p role="status">{t('entry.forgot_done', { email })}</p> : null}
      {options.data?.resetByMail === false ? <p>{t('entry.forgot_ask_owner')}</p> : null}
      {ask.isSuccess || options.data?.resetByMail !== true ? null : (
        <Form
          className={styles['form']}
          onSubmit={() => (ask.isPending ? undefined : ask.mutate({ body: { email } }))}
        >
          <p className="muted">{t('entry.forgot_what')}</p>
          <TextField
            label={t('auth.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
          <Button type="submit" variant="primary" busy={ask.isPending}>
            {t('entry.forgot_do')}
          </Button>
        </Form>
      )}
      <p>
        <Link href={paths.signIn()}>{t('entry.to_sign_in')}</Link>
      </p>
    </PublicFrame>
  );
}
