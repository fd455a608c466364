import { Suspense } from 'react';
import type { ComponentProps, ComponentType } from 'react';
import { loadCatalogues } from '../../i18n/i18n.ts';
import type { Cover } from './Cover.tsx';
import type { EndOfSitting } from './EndOfSitting.tsx';
import type { Goal } from './Goal.tsx';
import type { LifeProps } from './Life.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';

// What goes on around the pairs comes after the first one can be read, so that it is there when the network is not.
const load = {
  life: async () => withWords(import('./Life.tsx')),
  goal: async () => withWords(import('./Goal.tsx')),
  end: async () => withWords(import('./EndOfSitting.tsx')),
  cover: async () => withWords(import('./Cover.tsx')),
};

async function withWords<Module>(code: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([code, loadCatalogues(['labeling-life', 'work-life'])]);
  return loaded;
}

/** Without the code nothing is said, and nothing keeps anybody from working. */
const nothing = (): { default: ComponentType<LifeProps> } => ({ default: () => null });

const LazyLife = lazyLater(async () => load.life().then((module) => ({ default: module.Life }), nothing));
const LazyGoal = lazyLater(async () =>
  load.goal().then(
    (module) => ({ default: module.Goal }),
    () => ({ default: () => null }),
  ),
);
const LazyEnd = lazyLater(async () =>
  load.end().then(
    (module) => ({ default: module.EndOfSitting }),
    () => ({ default: () => null }),
  ),
);
const LazyCover = lazyLater(async () => ({ default: (await load.cover()).Cover }));

/** Guidelines to be read, breaks, the first visit; at once where the guidelines changed since they were read. */
export function LaterLife({ on, ...props }: { on: boolean } & LifeProps) {
  const { acknowledged, guidelines } = props.project;
  const changed = acknowledged !== null && acknowledged.version < guidelines.version;
  return <Suspense fallback={null}>{on || changed ? <LazyLife {...props} /> : null}</Suspense>;
}

/** The person's goal for the day, where they have one. */
export function LaterGoal({ on, ...props }: { on: boolean } & ComponentProps<typeof Goal>) {
  return <Suspense fallback={null}>{on ? <LazyGoal {...props} /> : null}</Suspense>;
}

export function LaterEnd(props: ComponentProps<typeof EndOfSitting>) {
  return (
    <Suspense fallback={null}>
      <LazyEnd {...props} />
    </Suspense>
  );
}

/** Names what is covered and uncovers it. */
export function LaterCover(props: ComponentProps<typeof Cover>) {
  return (
    <Suspense fallback={null}>
      <LazyCover {...props} />
    </Suspense>
  );
}

/** Fetched with the rest: it may be wanted when the network is gone. */
export function fetchLife(): void {
  for (const part of Object.values(load)) part().catch(() => undefined);
}
