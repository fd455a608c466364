import { setTimeout as delay } from 'node:timers/promises';

/** One answer, and how long it took from the moment at which it was asked for. */
export interface Timed<Answer> {
  readonly answer: Answer;
  readonly ms: number;
}

export interface Load<Answer> {
  readonly answers: readonly Timed<Answer>[];
  /** Asked per second. */
  readonly asked: number;
}

type Ask<Answer> = (nth: number) => Promise<Answer>;

/** So many at a time ask, each again when it has its answer, for so long: what comes out is what can be had. */
export async function closedLoop<Answer>(
  ask: Ask<Answer>,
  { atATime, forMs, most }: { readonly atATime: number; readonly forMs: number; readonly most: number },
): Promise<Load<Answer>> {
  const answers: Timed<Answer>[] = [];
  const begun = performance.now();
  let next = 0;
  const one = async (): Promise<void> => {
    while (performance.now() - begun < forMs && next < most) answers.push(await timed(ask, next++));
  };
  await Promise.all(Array.from({ length: atATime }, one));
  return { answers, asked: perSecond(answers.length, begun) };
}

/** Asks so often a second, whatever has been answered: people who come do not wait for others to be served. */
export async function openLoop<Answer>(
  ask: Ask<Answer>,
  { perSecond: rate, count }: { readonly perSecond: number; readonly count: number },
): Promise<Load<Answer>> {
  const begun = performance.now();
  const running: Promise<Timed<Answer>>[] = [];
  while (running.length < count) {
    const due = Math.min(count, Math.ceil(((performance.now() - begun) / 1_000) * rate));
    while (running.length < due) running.push(timed(ask, running.length));
    await delay(2);
  }
  const asked = perSecond(count, begun);
  return { answers: await Promise.all(running), asked };
}

async function timed<Answer>(ask: Ask<Answer>, nth: number): Promise<Timed<Answer>> {
  const begun = performance.now();
  const answer = await ask(nth);
  return { answer, ms: performance.now() - begun };
}

function perSecond(count: number, begun: number): number {
  return count / ((performance.now() - begun) / 1_000);
}

/** Half of them took no longer. */
export function middle(given: readonly Timed<unknown>[]): number {
  const sorted = given.map(({ ms }) => ms).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
