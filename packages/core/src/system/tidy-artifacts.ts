import type { Services } from '../context.ts';

/** No writer is silent for so long: senders are cut off after minutes, and whoever writes himself writes all the time. */
const SILENT_MS = 24 * 3_600_000;

/** Where keys of ours begin; the rest of a bucket may be somebody else's. */
const FOLDERS = ['doctor', 'exports', 'imports', 'media'] as const;

/** Removes files and uploads in parts that killed processes have left half-written in the artifact store; gives how many. */
export function tidyArtifacts({ artifacts, clock }: Pick<Services, 'artifacts' | 'clock'>): Promise<number> {
  return artifacts.removeUnfinished(FOLDERS, clock.now() - SILENT_MS);
}
