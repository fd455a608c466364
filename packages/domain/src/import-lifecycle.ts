import type { LifeCycleTable } from './lifecycle.ts';

export const importStates = [
  'uploading',
  'uploaded',
  'checking',
  'checked',
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type ImportState = (typeof importStates)[number];

/**
 * `start`: a worker takes the check or the run up, also again after it was killed. `abandon_upload`: the bytes did not arrive
 * whole. `fail`, while uploading: the server fetches the file itself and cannot get it.
 */
export const importEvents = [
  'finish_upload',
  'abandon_upload',
  'check',
  'finish_check',
  'run',
  'start',
  'succeed',
  'fail',
  'cancel',
] as const;
export type ImportEvent = (typeof importEvents)[number];

export type ImportRefusal =
  | 'still_uploading'
  | 'already_uploaded'
  | 'not_checking'
  | 'still_checking'
  | 'not_queued'
  | 'already_queued'
  | 'not_running'
  | 'already_running'
  | 'finished';

/** The life of an import. A failed one whose file is here can be checked or run again: it goes on from its checkpoint. */
export const importTable = {
  uploading: {
    finish_upload: { to: 'uploaded' },
    abandon_upload: { to: 'cancelled' },
    check: { refuse: 'still_uploading' },
    finish_check: { refuse: 'not_checking' },
    run: { refuse: 'still_uploading' },
    start: { refuse: 'not_queued' },
    succeed: { refuse: 'not_running' },
    fail: { to: 'failed' },
    cancel: { to: 'cancelled' },
  },
  uploaded: {
    finish_upload: { refuse: 'already_uploaded' },
    abandon_upload: { refuse: 'already_uploaded' },
    check: { to: 'checking' },
    finish_check: { refuse: 'not_checking' },
    run: { to: 'queued' },
    start: { refuse: 'not_queued' },
    succeed: { refuse: 'not_running' },
    fail: { refuse: 'not_running' },
    cancel: { to: 'cancelled' },
  },
  checking: {
    finish_upload: { refuse: 'already_uploaded' },
    abandon_upload: { refuse: 'already_uploaded' },
    check: { refuse: 'still_checking' },
    finish_check: { to: 'checked' },
    run: { refuse: 'still_checking' },
    start: { to: 'checking' },
    succeed: { refuse: 'not_running' },
    fail: { to: 'failed' },
    cancel: { to: 'cancelled' },
  },
  checked: {
    finish_upload: { refuse: 'already_uploaded' },
    abandon_upload: { refuse: 'already_uploaded' },
    check: { to: 'checking' },
    finish_check: { refuse: 'not_checking' },
    run: { to: 'queued' },
    start: { refuse: 'not_queued' },
    succeed: { refuse: 'not_running' },
    fail: { refuse: 'not_running' },
    cancel: { to: 'cancelled' },
  },
  queued: {
    finish_upload: { refuse: 'already_uploaded' },
    abandon_upload: { refuse: 'already_uploaded' },
    check: { refuse: 'already_queued' },
    finish_check: { refuse: 'not_checking' },
    run: { refuse: 'already_queued' },
    start: { to: 'running' },
    succeed: { refuse: 'not_running' },
    fail: { to: 'failed' },
    cancel: { to: 'cancelled' },
  },
  running: {
    finish_upload: { refuse: 'already_uploaded' },
    abandon_upload: { refuse: 'already_uploaded' },
    check: { refuse: 'already_running' },
    finish_check: { refuse: 'not_checking' },
    run: { refuse: 'already_running' },
    start: { to: 'running' },
    succeed: { to: 'succeeded' },
    fail: { to: 'failed' },
    cancel: { to: 'cancelled' },
  },
  succeeded: {
    finish_upload: { refuse: 'finished' },
    abandon_upload: { refuse: 'finished' },
    check: { refuse: 'finished' },
    finish_check: { refuse: 'finished' },
    run: { refuse: 'finished' },
    start: { refuse: 'finished' },
    succeed: { refuse: 'finished' },
    fail: { refuse: 'finished' },
    cancel: { refuse: 'finished' },
  },
  failed: {
    finish_upload: { refuse: 'finished' },
    abandon_upload: { refuse: 'finished' },
    check: { to: 'checking' },
    finish_check: { refuse: 'not_checking' },
    run: { to: 'queued' },
    start: { refuse: 'not_queued' },
    succeed: { refuse: 'not_running' },
    fail: { refuse: 'finished' },
    cancel: { to: 'cancelled' },
  },
  cancelled: {
    finish_upload: { refuse: 'finished' },
    abandon_upload: { refuse: 'finished' },
    check: { refuse: 'finished' },
    finish_check: { refuse: 'finished' },
    run: { refuse: 'finished' },
    start: { refuse: 'finished' },
    succeed: { refuse: 'finished' },
    fail: { refuse: 'finished' },
    cancel: { refuse: 'finished' },
  },
} as const satisfies LifeCycleTable<ImportState, ImportEvent, ImportRefusal>;

export type ImportStep =
  | { readonly ok: true; readonly state: ImportState }
  | { readonly ok: false; readonly reason: ImportRefusal };

/** What an event does to an import in this state. */
export function importTransition(state: ImportState, event: ImportEvent): ImportStep {
  const cell: { to: ImportState } | { refuse: ImportRefusal } = importTable[state][event];
  return 'to' in cell ? { ok: true, state: cell.to } : { ok: false, reason: cell.refuse };
}
