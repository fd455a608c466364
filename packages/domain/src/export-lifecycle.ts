import type { LifeCycleTable } from './lifecycle.ts';

export const exportStates = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const;
export type ExportState = (typeof exportStates)[number];

/** `request`: a person asks for it (again). `start`: a worker takes it up, also again after it was killed. */
export const exportEvents = ['request', 'start', 'finish', 'fail', 'cancel'] as const;
export type ExportEvent = (typeof exportEvents)[number];

export type ExportRefusal = 'not_queued' | 'not_running' | 'finished';

/** The life of an export. Asking for one that is there or under way changes nothing; a failed or cancelled one begins anew. */
export const exportTable = {
  queued: {
    request: { to: 'queued' },
    start: { to: 'running' },
    finish: { refuse: 'not_running' },
    fail: { to: 'failed' },
    cancel: { to: 'cancelled' },
  },
  running: {
    request: { to: 'running' },
    start: { to: 'running' },
    finish: { to: 'ready' },
    fail: { to: 'failed' },
    cancel: { to: 'cancelled' },
  },
  ready: {
    request: { to: 'ready' },
    start: { refuse: 'finished' },
    finish: { refuse: 'finished' },
    fail: { refuse: 'finished' },
    cancel: { refuse: 'finished' },
  },
  failed: {
    request: { to: 'queued' },
    start: { refuse: 'not_queued' },
    finish: { refuse: 'not_running' },
    fail: { refuse: 'not_running' },
    cancel: { refuse: 'finished' },
  },
  cancelled: {
    request: { to: 'queued' },
    start: { refuse: 'not_queued' },
    finish: { refuse: 'not_running' },
    fail: { refuse: 'not_running' },
    cancel: { refuse: 'finished' },
  },
} as const satisfies LifeCycleTable<ExportState, ExportEvent, ExportRefusal>;

export type ExportStep =
  | { readonly ok: true; readonly state: ExportState }
  | { readonly ok: false; readonly reason: ExportRefusal };

/** What an event does to an export in this state. */
export function exportTransition(state: ExportState, event: ExportEvent): ExportStep {
  const cell: { to: ExportState } | { refuse: ExportRefusal } = exportTable[state][event];
  return 'to' in cell ? { ok: true, state: cell.to } : { ok: false, reason: cell.refuse };
}

export const versionStates = ['queued', 'running', 'ready', 'failed', 'cancelled'] as const;
export type VersionState = (typeof versionStates)[number];

export const versionEvents = ['start', 'finish', 'fail', 'retry', 'cancel'] as const;
export type VersionEvent = (typeof versionEvents)[number];

/** The life of a dataset version: once ready or cancelled it never changes. */
export const versionTable = {
  queued: {
    start: { to: 'running' },
    finish: { refuse: 'not_running' },
    fail: { to: 'failed' },
    retry: { to: 'queued' },
    cancel: { to: 'cancelled' },
  },
  running: {
    start: { to: 'running' },
    finish: { to: 'ready' },
    fail: { to: 'failed' },
    retry: { to: 'running' },
    cancel: { to: 'cancelled' },
  },
  ready: {
    start: { refuse: 'finished' },
    finish: { refuse: 'finished' },
    fail: { refuse: 'finished' },
    retry: { refuse: 'finished' },
    cancel: { refuse: 'finished' },
  },
  failed: {
    start: { refuse: 'not_queued' },
    finish: { refuse: 'not_running' },
    fail: { refuse: 'not_running' },
    retry: { to: 'queued' },
    cancel: { refuse: 'finished' },
  },
  cancelled: {
    start: { refuse: 'finished' },
    finish: { refuse: 'finished' },
    fail: { refuse: 'finished' },
    retry: { refuse: 'finished' },
    cancel: { refuse: 'finished' },
  },
} as const satisfies LifeCycleTable<VersionState, VersionEvent, ExportRefusal>;

export type VersionStep =
  | { readonly ok: true; readonly state: VersionState }
  | { readonly ok: false; readonly reason: ExportRefusal };

/** What an event does to a dataset version in this state. */
export function versionTransition(state: VersionState, event: VersionEvent): VersionStep {
  const cell: { to: VersionState } | { refuse: ExportRefusal } = versionTable[state][event];
  return 'to' in cell ? { ok: true, state: cell.to } : { ok: false, reason: cell.refuse };
}
