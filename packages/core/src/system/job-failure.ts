import type { JobError } from '@pairwright/contract/shapes';
import { WorkerEnded } from '@pairwright/queue/registry-types';
import { ArtifactError } from '@pairwright/runtime/artifacts/store';
import { SealError } from '@pairwright/runtime/sealed-secrets';

import { NoLongerAllowed } from './still-allowed.ts';

const NOTHING_LOST = 'Nothing is lost: the judgments and finished exports are as they were.';

/** What a person reads about a failed freeze or export. Inner details stay in the log. */
export function describeFailure(error: unknown): JobError {
  if (error instanceof NoLongerAllowed)
    return {
      code: 'no_longer_allowed',
      message: `Refused: who asked for this may no longer do it. They lost the role or were suspended, or their API token has ended. ${NOTHING_LOST}`,
      fix: 'Somebody who may can ask for it again.',
    };
  if (error instanceof WorkerEnded)
    return {
      code: 'worker_ended',
      message: `The worker ended ${error.times} times while it worked on this. ${NOTHING_LOST}`,
      fix: 'Look into its log, and whether it had memory enough; then try again.',
    };
  if (error instanceof ArtifactError) {
    if (error.fault === 'disk_full')
      return {
        code: 'disk_full',
        message: `The disk of the artifact store is full. ${NOTHING_LOST}`,
        fix: 'Free some space on it and start the export again.',
      };
    if (error.fault === 'no_permission')
      return {
        code: 'store_refused',
        message: `The artifact store may not be written. ${NOTHING_LOST}`,
        fix: 'Give the service permission on it and start the export again.',
      };
    return {
      code: 'store_unreachable',
      message: `The artifact store could not be used. ${NOTHING_LOST}`,
      fix: 'Check that it can be reached and start the export again.',
    };
  }
  if (error instanceof SealError)
    return {
      code: 'key_missing',
      message: `A secret that it needs is sealed by a key that this installation does not have. ${NOTHING_LOST}`,
      fix: 'Add that key to SECRET_KEYS, or to the file secret-keys of the data folder, and try again. Where it is lost, make a new dataset with the same recipe: its annotators get new pseudonyms.',
    };
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (code === '53100')
    return {
      code: 'disk_full',
      message: `The disk of the database is full. ${NOTHING_LOST}`,
      fix: 'Free some space on it and try again.',
    };
  if (typeof code === 'string' && (/^(08|57P|53)/.test(code) || /^E[A-Z]+$/.test(code))) {
    return {
      code: 'database_unreachable',
      message: `The database could not be reached. ${NOTHING_LOST}`,
      fix: 'Start it or look into its log, and try again.',
    };
  }
  return {
    code: 'internal',
    message: `It stopped because of an error on our side. ${NOTHING_LOST}`,
    fix: 'The log of the worker has the details; try again.',
  };
}
