import { setTimeout as delay } from 'node:timers/promises';
import type { Health } from '@pairwright/contract/system';
import type { Say } from './say.ts';
import { StartError } from './start-error.ts';

const deadlineMs = 120_000;
/** A part that is not quite well does not keep the others from being used. */
const patienceMs = 20_000;

async function readHealth(origin: string, signal: AbortSignal): Promise<Health | undefined> {
  try {
    const response = await fetch(`${origin}/health`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    return (await response.json()) as Health;
  } catch {
    return undefined; // Not listening yet.
  }
}

function unwell(health: Health): string {
  const { database, migrations, queue, worker } = health;
  return Object.entries({ database, migrations, queue, worker })
    .filter(([, part]) => part.status !== 'ok')
    .map(([name, part]) => `${name} ${part.status}${part.detail === undefined ? '' : ` (${part.detail})`}`)
    .join(', ');
}

/** Waits until the server says that all is well. Gives up with what it said last. */
export async function waitForHealth(
  origin: string,
  options: { signal: AbortSignal; say: Say },
): Promise<void> {
  const begun = Date.now();
  for (;;) {
    options.signal.throwIfAborted();
    const health = await readHealth(origin, options.signal);
    const waited = Date.now() - begun;
    if (health?.status === 'ok') return;
    if (health?.status === 'degraded' && waited > patienceMs) {
      options.say(`Not everything is well: ${unwell(health)}.`);
      return;
    }
    if (waited > deadlineMs) {
      throw new StartError(
        health === undefined
          ? `The server did not answer at ${origin}/health in time.`
          : `The server does not get well: ${unwell(health)}.`,
      );
    }
    await delay(100);
  }
}
