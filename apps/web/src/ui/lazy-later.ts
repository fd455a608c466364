import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';
import { nextChance } from '../device/next-chance.ts';

const patience = 3_000;

/**
 * A component whose code comes on demand. Where it cannot be fetched now, the place stays as its Suspense shows it and is
 * filled when the network is back: what is on the screen never breaks because something beside it is missing.
 */
export function lazyLater<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => untilLoaded(load));
}

async function untilLoaded<Module>(load: () => Promise<Module>): Promise<Module> {
  for (;;) {
    try {
      return await load();
    } catch {
      await nextChance(patience);
    }
  }
}
