import { PageRoutes, routedPages } from '../../PageRoutes.tsx';
import { AppShell } from '../../shell/AppShell.tsx';
import { NotFoundPage } from '../../shell/NotFoundPage.tsx';
import { consolePages } from './console-pages.ts';

const pages = routedPages(consolePages);

/** Every address that is no page of everybody's: the console's, or nobody's. */
export default function ConsoleRoutes() {
  return (
    <PageRoutes pages={pages}>
      <AppShell>
        <NotFoundPage />
      </AppShell>
    </PageRoutes>
  );
}
