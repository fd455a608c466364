import { Suspense } from 'react';
import type { ComponentProps } from 'react';
import type { Cover } from './Cover.tsx';
import type { EndOfSitting } from './EndOfSitting.tsx';
import type { ExamEnd } from './ExamEnd.tsx';
import type { Goal } from './Goal.tsx';
import type { LifeProps } from './Life.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';
import { lifeWithWords, loadLife } from './load.ts';

const LazyLife = lazyLater(async () => ({ default: (await lifeWithWords(import('./Life.tsx'))).Life }));
const LazyGoal = lazyLater(async () => ({ default: (await loadLife.goal()).Goal }));
const LazyEnd = lazyLater(async () => ({ default: (await loadLife.end()).EndOfSitting }));
const LazyExam = lazyLater(async () => ({ default: (await loadLife.exam()).ExamEnd }));
const LazyCrowd = lazyLater(async () => ({ default: (await loadLife.crowd()).CrowdNotice }));
const LazyCover = lazyLater(async () => ({ default: (await loadLife.cover()).Cover }));

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

/** What came of an attempt at the exam. */
export function LaterExam(props: ComponentProps<typeof ExamEnd>) {
  return (
    <Suspense fallback={null}>
      <LazyExam {...props} />
    </Suspense>
  );
}

/** That a platform's worker has a code to leave with. */
export function LaterCrowd() {
  return (
    <Suspense fallback={null}>
      <LazyCrowd />
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
