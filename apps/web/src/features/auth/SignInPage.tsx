import type { Me } from '@pairwright/contract/auth';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Link, Redirect, useLocation, useSearch } from 'wouter';
import { read } from '../../api/queries.ts';
import { changeLocale } from '../../i18n/i18n.ts';
import { hasKeptLocale } from '../../i18n/locales.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths, safeNext } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './auth.module.css';
import { lazyLater } from '../../ui/lazy-later.ts';
import { SignInForm } from './SignInForm.tsx';
import { UnsentHere } from './UnsentHere.tsx';

const ProviderButton = lazyLater(() => import('./ProviderButton.tsx'));
const PasskeyButton = lazyLater(() => import('./PasskeyButton.tsx'));

interface Account {
  email: string;
  password: string;
}

export default function SignInPage() {
  const t = useT();
  usePageTitle(t('auth.sign_in'));
  const setup = useQuery(read('getSetup', {}));
  const [account, setAccount] = useState<Account>({ email: '', password: '' });
  const [, navigate] = useLocation();
  const next = safeNext(new URLSearchParams(useSearch()).get('next'));
  const goOn = (me: Me): void => {
    if (!hasKeptLocale()) void changeLocale(me.locale);
    navigate(next, { replace: true });
  };
  if (setup.data?.needsOwner === true) return <Redirect to={paths.setup()} replace />;
  return (
    <PublicFrame title={t('auth.sign_in')}>
      <UnsentHere />
      <SignInForm key={account.email} {...account} onDone={goOn} />
      <Suspense fallback={null}>
        <PasskeyButton onDone={goOn} />
        <ProviderButton next={next} />
      </Suspense>
      <OtherWays />
      {setup.data === undefined || setup.data.demoAccounts.length === 0 ? null : (
        <section className={styles['demo']} aria-label={t('auth.demo_title')}>
          <h2>{t('auth.demo_title')}</h2>
          <p className="muted">{t('auth.demo_hint')}</p>
          <ul className={styles['demoList']}>
            {setup.data.demoAccounts.map((demo) => (
              <li key={demo.email}>
                <Button onClick={() => setAccount(demo)}>
                  <span>{demo.email}</span>
                  <span className="muted">{roleText(demo.role, t)}</span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </PublicFrame>
  );
}

/** For those who have forgotten their password or have no account. */
function OtherWays() {
  const t = useT();
  const options = useQuery(read('getSignInOptions', {}));
  return (
    <p className="row">
      <Link href={paths.forgot()}>{t('auth.forgot')}</Link>
      {options.data?.registration === true ? <Link href={paths.register()}>{t('auth.register')}</Link> : null}
    </p>
  );
}

function roleText(role: string, t: ReturnType<typeof useT>): string {
  if (role === 'admin') return t('auth.role_admin');
  if (role === 'researcher') return t('auth.role_researcher');
  if (role === 'reviewer') return t('auth.role_reviewer');
  if (role === 'annotator') return t('auth.role_annotator');
  if (role === 'owner') return t('auth.role_owner');
  return role;
}
