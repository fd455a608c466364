import type { LockReason } from '@pairwright/contract/annotate';
import type { Decision, LogEntry, SessionState, Work } from './state.ts';

/** An assignment and what was decided about it. */
export interface Decided {
  assignmentId: string;
  decision: Decision;
  /** Why it takes no more changes; null or absent: it does, as far as is known. */
  lock?: LockReason | null;
}

/** What of a sitting outlives the page. */
export interface Sediment {
  /** Decided, oldest first. */
  trail: readonly Decided[];
  /** What can be undone, oldest first. */
  log: readonly LogEntry[];
}

/** How far undo and history reach without asking the server. */
export const undoDepth = 50;

/** What holds whenever another pair comes to be looked at. */
export const unseen = { painted: null, ignored: null, ignoredPresses: 0 } as const;

/** One step along what was decided, up to the pair at hand. */
export function move(state: SessionState, by: -1 | 1): SessionState {
  const place = state.visiting === null ? state.trail.length : state.trail.indexOf(state.visiting);
  const to = place + by;
  if (to < 0 || to > state.trail.length) return state;
  return { ...state, ...unseen, visiting: state.trail[to] ?? null };
}

/** Opens an assignment; one without a decision comes to hand. */
export function visit(state: SessionState, work: Work, decision: Decision | null): SessionState {
  const works = new Map(state.works).set(work.id, work);
  if (state.visiting === work.id) return { ...state, works };
  if (decision === null) {
    const queue = [work.id, ...state.queue.filter((other) => other !== work.id)];
    return { ...state, ...unseen, works, queue, visiting: null };
  }
  return {
    ...state,
    ...unseen,
    works,
    decisions: new Map(state.decisions).set(work.id, decision),
    trail: state.trail.includes(work.id) ? state.trail : [work.id, ...state.trail],
    visiting: work.id,
  };
}

/** Adds decisions from before this page; what is known here already counts more. */
export function withHistory(state: SessionState, entries: readonly Decided[]): SessionState {
  const older = entries.filter(
    ({ assignmentId }) => !state.decisions.has(assignmentId) && !state.queue.includes(assignmentId),
  );
  const decisions = new Map(state.decisions);
  const locks = new Map(state.locks);
  for (const { assignmentId, decision, lock } of older) {
    decisions.set(assignmentId, decision);
    if (lock != null) locks.set(assignmentId, lock);
  }
  return { ...state, decisions, locks, trail: [...older.map((entry) => entry.assignmentId), ...state.trail] };
}

/** Takes up what an earlier page of this sitting could undo. */
export function restored(state: SessionState, { trail, log }: Sediment): SessionState {
  const next = withHistory(state, trail);
  const undoable = log.filter(
    ({ assignmentId }) => next.decisions.has(assignmentId) && !state.decisions.has(assignmentId),
  );
  return { ...next, log: [...undoable, ...state.log].slice(-undoDepth) };
}

/** What a later page needs to go on undoing and looking back. */
export function sedimentOf(state: SessionState): Sediment {
  const known = new Set([
    ...state.log.map(({ assignmentId }) => assignmentId),
    ...state.trail.slice(-undoDepth),
  ]);
  return {
    log: state.log,
    trail: state.trail.flatMap((assignmentId) => {
      const decision = state.decisions.get(assignmentId);
      return decision === undefined || !known.has(assignmentId) ? [] : [{ assignmentId, decision }];
    }),
  };
}

/** What the server holds about an assignment, with the reason why that takes no more changes. */
export interface Standing {
  work: Work;
  decision: Decision | null;
  lock: LockReason | null;
}

/**
 * The server's word about an assignment that was decided differently here: its decision stands, and undo goes past it.
 */
export function standing(state: SessionState, { work, decision, lock }: Standing): SessionState {
  const { id } = work;
  const locks = new Map(state.locks);
  if (lock === null) locks.delete(id);
  else locks.set(id, lock);
  const base: SessionState = {
    ...state,
    locks,
    works: new Map(state.works).set(id, work),
    log: state.log.filter(({ assignmentId }) => assignmentId !== id),
  };
  if (decision === null) return reopened(base, new Set([id]));
  return {
    ...base,
    decisions: new Map(state.decisions).set(id, decision),
    queue: state.queue.filter((other) => other !== id),
    trail: state.trail.includes(id) ? state.trail : [...state.trail, id],
    ...(state.queue[0] === id && state.visiting === null ? { ...unseen, visiting: id } : {}),
  };
}

/** Forgets decisions that the server does not hold any more: it has given these assignments out to me again. */
export function reopened(state: SessionState, ids: ReadonlySet<string>): SessionState {
  if (ids.size === 0) return state;
  const decisions = new Map(state.decisions);
  for (const id of ids) decisions.delete(id);
  return {
    ...state,
    decisions,
    trail: state.trail.filter((id) => !ids.has(id)),
    log: state.log.filter(({ assignmentId }) => !ids.has(assignmentId)),
    ...(state.visiting !== null && ids.has(state.visiting) ? { ...unseen, visiting: null } : {}),
  };
}
