import type { DatasetVersion } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';

const frozenAgain = 'Freeze the dataset again.';
const reasons: Record<Exclude<DatasetVersion['state'], 'ready'>, string> = {
  queued: 'The version is still being frozen. Wait until it is ready.',
  running: 'The version is still being frozen. Wait until it is ready.',
  failed: `The freeze of this version failed. ${frozenAgain}`,
  cancelled: `The freeze of this version was cancelled. ${frozenAgain}`,
};

/** Throws `wrong_state`, which says what to do, unless a version in this state can be read. */
export function requireReady(state: DatasetVersion['state']): void {
  if (state !== 'ready') throw new Problem('wrong_state', { detail: reasons[state] });
}
