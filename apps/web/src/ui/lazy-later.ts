import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

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
      await nextChance();
    }
  }
}

/** When the browser says that it is online again, or after a while. */
function nextChance(): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, patience);
    addEventListener('online', go);
  });
}
