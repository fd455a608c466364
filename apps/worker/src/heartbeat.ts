import { hostname } from 'node:os';
import type { Services } from '@pairwright/core/context';
import { watchClock } from '@pairwright/db/steady-clock';
import { beatHeart, endHeart } from '@pairwright/core/system/worker-heartbeat.queries';

const EVERY_MS = 5_000;

/** Tells the database every few seconds that this worker is alive, and sees whether its clock went back, beginning now. Gives what ends it. */
export async function startHeartbeat(
  services: Pick<Services, 'db' | 'ids' | 'log'>,
  version: string,
): Promise<() => Promise<void>> {
  const workerId = services.ids.next();
  const beat = async (): Promise<void> => {
    await beatHeart(services.db.db, workerId, { host: hostname(), pid: process.pid, version });
    await watchClock(services.db.db);
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => services.log.warn({ err: error }, 'the heartbeat could not be written'));
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await endHeart(services.db.db, workerId);
  };
}
