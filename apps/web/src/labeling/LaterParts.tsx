import { Suspense, useCallback, useEffect, useState } from 'react';
import type { ComponentProps } from 'react';
import { loadCatalogues } from '../i18n/i18n.ts';
import type { BenchDialogs } from './desk/BenchDialogs.tsx';
import { fetchReading, laterReading } from './reading/later.ts';
import type { ReadingLayerProps } from './reading/ReadingLayer.tsx';
import type { Work } from './session/session.ts';
import { lazyLater } from '../ui/lazy-later.ts';

// Not needed to read the first pair, and fetched right after it, so that they are there when the network is not.
const Dialogs = lazyLater(async () => {
  const [module] = await Promise.all([
    import('./desk/BenchDialogs.tsx'),
    loadCatalogues(['labeling-reading']),
  ]);
  return { default: module.BenchDialogs };
});
const Layer = lazyLater(async () => ({ default: (await laterReading.layer()).ReadingLayer }));

/** The dialogs of the workbench, once they are wanted. */
export function LaterDialogs({ on, ...props }: { on: boolean } & ComponentProps<typeof BenchDialogs>) {
  return <Suspense fallback={null}>{on ? <Dialogs {...props} /> : null}</Suspense>;
}

/** The tools for reading, once they are wanted and there is something to read. */
export function LaterReading({
  on,
  work,
  ...props
}: Omit<ReadingLayerProps, 'work'> & { on: boolean; work: Work | null }) {
  return <Suspense fallback={null}>{on && work !== null ? <Layer work={work} {...props} /> : null}</Suspense>;
}

/**
 * After the first pair has been readable for a moment, or when `wake` is called, fetches what the reading tools need: the
 * network may go. `later` is true from then on.
 */
export function useLaterParts(readable: boolean): { later: boolean; wake: () => void } {
  const [begun, setBegun] = useState(false);
  const [later, setLater] = useState(false);
  // Quick votes do not put it off.
  if (!begun && readable) setBegun(true);
  const wake = useCallback(() => {
    setLater(true);
    fetchReading();
  }, []);
  useEffect(() => {
    if (!begun) return;
    const timer = setTimeout(wake, 600);
    return () => clearTimeout(timer);
  }, [begun, wake]);
  return { later, wake };
}
