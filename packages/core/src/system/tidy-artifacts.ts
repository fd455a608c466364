import type { Services } from '../context.ts';

/** No writer is silent for so long: senders are cut off after minutes, and whoever writes himself writes all the time. */
const SILENT_MS = 24 * 3_600_000;

/** Removes files of the artifact store that killed processes have left half-written; gives how many. */
export function tidyArtifacts({ artifacts, clock }: Pick<Services, 'artifacts' | 'clock'>): Promise<number> {
  return artifacts.removeUnfinished(clock.now() - SILENT_MS);
}
