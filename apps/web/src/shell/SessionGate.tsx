import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import { isUnreachable } from '../api/client.ts';
import { problemCode } from '../api/problem.ts';
import { ProblemState } from '../api/ProblemState.tsx';
import { keepMe, read } from '../api/queries.ts';
import { belongTo, isSessionLost, onSessionChange } from '../api/session.ts';
import { settingsOf } from '../device/own-settings.ts';
import { loadCatalogues } from '../i18n/i18n.ts';
import { paths } from '../paths.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { NoConnection } from './NoConnection.tsx';
import styles from './shell.module.css';
import { lazyLater } from '../ui/lazy-later.ts';

const SignInDialog = lazyLater(async () => {
  const [module] = await Promise.all([import('../features/auth/SignInDialog.tsx'), loadCatalogues(['auth'])]);
  return module;
});

const FactorDemandPage = lazyLater(async () => {
  const [module] = await Promise.all([
    import('../features/account/FactorDemandPage.tsx'),
    loadCatalogues(['account']),
  ]);
  return module;
});

/** Shows its children to signed-in people, and asks on top of them when the session ends meanwhile. */
export function SessionGate({ children }: { children: ReactNode }) {
  const me = useQuery({ ...read('getMe', {}), staleTime: Number.POSITIVE_INFINITY });
  const lost = useSyncExternalStore(onSessionChange, isSessionLost);
  const [location] = useLocation();
  const search = useSearch();
  const { data } = me;
  useEffect(() => {
    if (data !== undefined) keepMe(data);
  }, [data]);
  const { refetch } = me;
  useEffect(() => {
    // A session that is lost, or one of which a second factor is demanded meanwhile: the server says which.
    if (lost) void refetch();
  }, [lost, refetch]);
  if (me.data !== undefined) {
    // Before anything below asks the server. Saying it again changes nothing.
    belongTo(me.data.id);
    settingsOf(me.data.id);
    if (me.data.mustAddFactor)
      return (
        <Suspense fallback={<Skeleton />}>
          <FactorDemandPage />
        </Suspense>
      );
    return (
      <>
        {children}
        <Suspense fallback={null}>{lost ? <SignInDialog email={me.data.email} /> : null}</Suspense>
      </>
    );
  }
  if (problemCode(me.error) === 'not_signed_in') {
    const here = search === '' ? location : `${location}?${search}`;
    const next = location === '/' ? '' : `?next=${encodeURIComponent(here)}`;
    return <Redirect to={paths.signIn() + next} replace />;
  }
  return (
    <main className={styles['alone']}>
      {me.error === null ? (
        <Skeleton />
      ) : isUnreachable(me.error) ? (
        <NoConnection onBack={() => void me.refetch()} />
      ) : (
        <ProblemState error={me.error} onRetry={() => void me.refetch()} />
      )}
    </main>
  );
}
