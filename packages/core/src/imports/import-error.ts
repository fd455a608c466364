import { type ErrorCode, Problem } from '@pairwright/contract/errors';
import type { JobError } from '@pairwright/contract/shapes';
import { PermanentFailure, WorkerEnded } from '@pairwright/queue/registry-types';
import { ScanError } from '@pairwright/runtime/antivirus/clamd';
import { ArtifactError } from '@pairwright/runtime/artifacts/store';
import { NoLongerAllowed } from '../system/still-allowed.ts';

/** Trying again cannot help: the message says what to do instead. */
export class ImportFailure extends PermanentFailure {
  readonly code:
    | ErrorCode
    | 'file_missing'
    | 'file_changed'
    | 'file_unreadable'
    | 'file_infected'
    | 'file_not_scanned'
    | 'format_unknown';
  readonly fix: string;

  constructor(code: ImportFailure['code'], said: { message: string; fix: string }) {
    super(said.message);
    this.name = 'ImportFailure';
    this.code = code;
    this.fix = said.fix;
  }
}

const GOES_ON = 'Rows added so far stay; running the import again goes on from there.';

/** What a person reads about a failed import. Inner details stay in the log. */
export function describeFailure(error: unknown): JobError {
  if (error instanceof ImportFailure) return { code: error.code, message: error.message, fix: error.fix };
  if (error instanceof Problem) return { code: error.code, message: error.message };
  if (error instanceof ArtifactError) return describeArtifact(error);
  if (error instanceof ScanError)
    return {
      code: 'scanner_unreachable',
      message: 'The virus scanner could not be reached, and nothing is read that it has not seen.',
      fix: `Start it or look into its log. ${GOES_ON}`,
    };
  if (error instanceof NoLongerAllowed)
    return {
      code: 'no_longer_allowed',
      message:
        'Refused: who asked for this may no longer do it. They lost the role or were suspended, or their API token has ended.',
      fix: `Somebody who may can do it again. ${GOES_ON}`,
    };
  if (error instanceof WorkerEnded)
    return {
      code: 'worker_ended',
      message: `The worker ended ${error.times} times while it worked on this import.`,
      fix: `Look into its log, and whether it had memory enough. ${GOES_ON}`,
    };
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (code === '53100') {
    return {
      code: 'disk_full',
      message: 'The disk of the database is full.',
      fix: `Free some space on it. ${GOES_ON}`,
    };
  }
  if (typeof code === 'string' && (/^(08|57P|53)/.test(code) || /^E[A-Z]+$/.test(code))) {
    return {
      code: 'database_unreachable',
      message: 'The database could not be reached.',
      fix: `Start it or look into its log. ${GOES_ON}`,
    };
  }
  return {
    code: 'internal',
    message: 'The import stopped because of an error on our side.',
    fix: `The log of the worker has the details. ${GOES_ON}`,
  };
}

function describeArtifact(error: ArtifactError): JobError {
  if (error.fault === 'not_found')
    return {
      code: 'file_missing',
      message: 'The uploaded file is gone from the artifact store.',
      fix: 'Upload the file again; rows added so far are not added twice.',
    };
  if (error.fault === 'disk_full')
    return {
      code: 'disk_full',
      message: 'The disk of the artifact store is full.',
      fix: `Free some space on it. ${GOES_ON}`,
    };
  if (error.fault === 'no_permission')
    return {
      code: 'store_refused',
      message: 'The artifact store may not be read or written.',
      fix: `Give the service permission on it. ${GOES_ON}`,
    };
  return {
    code: 'store_unreachable',
    message: 'The artifact store could not be used.',
    fix: `Check that it can be reached. ${GOES_ON}`,
  };
}
