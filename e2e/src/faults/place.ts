import type { Machine } from './machine.ts';
import type { Place } from './shift.ts';

/** A machine as clients and the checker see it. */
export function placeOf(machine: Machine): Place {
  return {
    pool: machine.database.pool,
    dataDir: machine.dataDir,
    doors: [{ baseUrl: machine.baseUrl }],
    restartWorker: () => machine.parts.worker.restart(),
    untilReady: () => machine.untilReady(),
  };
}
