import { Suspense } from 'react';
import { loadCatalogues } from '../../i18n/i18n.ts';
import { AppShell } from '../../shell/AppShell.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { GateProps } from './ConsentGate.tsx';

/** Few projects ask, and nobody twice: its code comes when it is wanted. */
const LazyGate = lazyLater(async () => {
  const [{ ConsentGate }] = await Promise.all([import('./ConsentGate.tsx'), loadCatalogues(['consent'])]);
  return { default: ConsentGate };
});

export function LaterGate(props: GateProps) {
  return (
    <Suspense
      fallback={
        <AppShell>
          <Skeleton lines={8} />
        </AppShell>
      }
    >
      <LazyGate {...props} />
    </Suspense>
  );
}
