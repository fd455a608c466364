import type { Services } from '@pairwright/core/context';
import { executeImport } from '@pairwright/core/imports/import-engine';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Checks or runs an import. */
export function importRunJob(services: Services): Handlers['import.run'] {
  return ({ payload, signal, lastAttempt, progress, log }) =>
    executeImport(
      { ...services, log },
      { importId: payload.importId, turn: payload.turn, signal, lastAttempt, onProgress: progress },
    );
}
