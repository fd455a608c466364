import type { Services } from '@pairwright/core/context';
import { emptyTrash } from '@pairwright/core/trash/trash.service';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Removes projects that have been in the trash for their time. */
export function trashEmptyJob(services: Services): Handlers['trash.empty'] {
  return async ({ signal, log }) => {
    const projects = await emptyTrash(services, signal);
    if (projects > 0) log.info({ projects }, 'projects were removed from the trash for good');
  };
}
