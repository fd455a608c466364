import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { read } from './api/queries.ts';
import { loadCatalogues } from './i18n/i18n.ts';
import type { PageDefinition } from './pages.ts';
import { homeOf, pages } from './pages.ts';
import { patterns } from './paths.ts';
import { AppShell } from './shell/AppShell.tsx';
import { CrashBoundary } from './shell/CrashBoundary.tsx';
import { NotFoundPage } from './shell/NotFoundPage.tsx';
import { SessionGate } from './shell/SessionGate.tsx';
import { Skeleton } from './ui/Skeleton.tsx';

type Page = ComponentType<{ params: Record<string, string> }>;

/** Code and messages come together: a page is never shown without its words. */
function lazyPage(definition: Pick<PageDefinition, 'load' | 'catalogues'>) {
  return lazy(async () => {
    const [module] = await Promise.all([definition.load(), loadCatalogues(definition.catalogues)]);
    return module;
  });
}

const SignInPage = lazyPage({ load: () => import('./features/auth/SignInPage.tsx'), catalogues: ['auth'] });
const SetupPage = lazyPage({ load: () => import('./features/auth/SetupPage.tsx'), catalogues: ['auth'] });
const signedIn = pages.map((definition) => ({ definition, Page: lazyPage(definition) }));

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
      {signedIn.map(({ definition, Page }) => (
        <Route key={definition.pattern} path={definition.pattern}>
          {(params) => (
            <Framed frame={definition.frame} Page={Page} params={params as Record<string, string>} />
          )}
        </Route>
      ))}
      <Route>
        <AppShell>
          <NotFoundPage />
        </AppShell>
      </Route>
    </Switch>
  );
}

function Framed({
  frame,
  Page,
  params,
}: {
  frame: PageDefinition['frame'];
  Page: Page;
  params: Record<string, string>;
}) {
  // Keyed: another project is another page, with a state of its own.
  const page = (
    <CrashBoundary key={JSON.stringify(params)}>
      <Suspense fallback={<Skeleton lines={5} />}>
        <Page params={params} />
      </Suspense>
    </CrashBoundary>
  );
  return frame === 'full' ? page : <AppShell>{page}</AppShell>;
}

function Home() {
  const me = useQuery(read('getMe', {}));
  return me.data === undefined ? null : <Redirect to={homeOf(me.data)} replace />;
}
