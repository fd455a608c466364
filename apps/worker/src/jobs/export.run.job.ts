import type { Services } from '@pairwright/core/context';
import { executeExport } from '@pairwright/core/datasets/execute-jobs';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Writes the files of an export. */
export function exportRunJob(services: Services): Handlers['export.run'] {
  return ({ payload, signal, lastAttempt, progress, log }) =>
    executeExport(
      { ...services, log },
      { exportId: payload.exportId, signal, lastAttempt, onProgress: progress },
    );
}
