import { lazy, Suspense } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { whenReached } from './api/reach.ts';
import { loadCatalogues } from './i18n/i18n.ts';
import type { PageDefinition } from './pages.ts';
import { AppShell } from './shell/AppShell.tsx';
import { CrashBoundary } from './shell/CrashBoundary.tsx';
import { PageOnItsWay } from './shell/NoConnection.tsx';

type Page = ComponentType<{ params: Record<string, string> }>;

export interface RoutedPage {
  definition: PageDefinition;
  Page: Page;
}

/** Code and messages come together: a page is never shown without its words. Without the server it waits for it. */
export function lazyPage(definition: Pick<PageDefinition, 'load' | 'catalogues'>): Page {
  return lazy(() =>
    whenReached(async () => {
      const [module] = await Promise.all([definition.load(), loadCatalogues(definition.catalogues)]);
      return module;
    }),
  );
}

/** Made once per list of definitions, outside of rendering. */
export function routedPages(definitions: readonly PageDefinition[]): readonly RoutedPage[] {
  return definitions.map((definition) => ({ definition, Page: lazyPage(definition) }));
}

/** The first page whose pattern fits, in its frame; else `children`. */
export function PageRoutes({ pages, children }: { pages: readonly RoutedPage[]; children: ReactNode }) {
  return (
    <Switch>
      {pages.map(({ definition, Page }) => (
        <Route key={definition.pattern} path={definition.pattern}>
          {(params) => (
            <Framed frame={definition.frame} Page={Page} params={params as Record<string, string>} />
          )}
        </Route>
      ))}
      <Route>{children}</Route>
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
      <Suspense fallback={<PageOnItsWay />}>
        <Page params={params} />
      </Suspense>
    </CrashBoundary>
  );
  return frame === 'full' ? page : <AppShell>{page}</AppShell>;
}
