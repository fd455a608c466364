import path from 'node:path';
import { type Files, filesInFolder } from './files.ts';
import type { Machine } from './machine.ts';
import type { Place } from './shift.ts';

/** A machine as clients and the checker see it. Its files are in its data folder, if not elsewhere. */
export function placeOf(machine: Machine, files?: Files): Place {
  return {
    pool: machine.database.pool,
    files: files ?? filesInFolder(path.join(machine.dataDir, 'artifacts')),
    doors: [{ baseUrl: machine.baseUrl }],
    restartWorker: () => machine.parts.worker.restart(),
    untilReady: () => machine.untilReady(),
  };
}
