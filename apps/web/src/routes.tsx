import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { read } from './api/queries.ts';
import { whenReached } from './api/reach.ts';
import { lazyPage, PageRoutes, routedPages } from './PageRoutes.tsx';
import { homeOf, pages } from './pages.ts';
import { patterns } from './paths.ts';
import { ConsoleOnItsWay, NeedsServer } from './shell/NoConnection.tsx';
import { SessionGate } from './shell/SessionGate.tsx';
import { Skeleton } from './ui/Skeleton.tsx';

const SignInPage = lazyPage({ load: () => import('./features/auth/SignInPage.tsx'), catalogues: ['auth'] });
const SetupPage = lazyPage({ load: () => import('./features/auth/SetupPage.tsx'), catalogues: ['auth'] });
/** Ways in for people without an account or a password; each its own chunk. */
const entries = [
  [
    patterns.crowd,
    lazyPage({ load: () => import('./features/entry/CrowdPage.tsx'), catalogues: ['entry', 'auth'] }),
  ],
  [
    patterns.provider,
    lazyPage({
      load: () => import('./features/entry/ProviderReturnPage.tsx'),
      catalogues: ['entry', 'auth'],
    }),
  ],
  [
    patterns.join,
    lazyPage({ load: () => import('./features/entry/JoinPage.tsx'), catalogues: ['entry', 'auth'] }),
  ],
  [
    patterns.reset,
    lazyPage({ load: () => import('./features/entry/ResetPage.tsx'), catalogues: ['entry', 'auth'] }),
  ],
  [
    patterns.forgot,
    lazyPage({ load: () => import('./features/entry/ForgotPage.tsx'), catalogues: ['entry', 'auth'] }),
  ],
  [
    patterns.register,
    lazyPage({ load: () => import('./features/entry/RegisterPage.tsx'), catalogues: ['entry', 'auth'] }),
  ],
] as const;
const ConsoleRoutes = lazy(() => whenReached(() => import('./features/console/ConsoleRoutes.tsx')));
const signedIn = routedPages(pages);

export function AppRoutes() {
  return (
    <Suspense fallback={<Skeleton />}>
      <Switch>
        <Route path={patterns.signIn}>
          <SignInPage params={{}} />
        </Route>
        <Route path={patterns.setup}>
          <SetupPage params={{}} />
        </Route>
        {entries.map(([pattern, Page]) => (
          <Route key={pattern} path={pattern}>
            {(params) => <Page params={params as Record<string, string>} />}
          </Route>
        ))}
        <Route>
          <SessionGate>
            <SignedInRoutes />
          </SessionGate>
        </Route>
      </Switch>
    </Suspense>
  );
}

function SignedInRoutes() {
  return (
    <Switch>
      <Route path={patterns.home}>
        <Home />
      </Route>
      <Route>
        <PageRoutes pages={signedIn}>
          <Suspense fallback={<ConsoleOnItsWay />}>
            <NeedsServer>
              <ConsoleRoutes />
            </NeedsServer>
          </Suspense>
        </PageRoutes>
      </Route>
    </Switch>
  );
}

function Home() {
  const me = useQuery(read('getMe', {}));
  return me.data === undefined ? null : <Redirect to={homeOf(me.data)} replace />;
}
