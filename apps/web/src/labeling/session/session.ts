import { deedsBetween } from './deeds.ts';
import { move, reopened, restored, standing, undoDepth, unseen, visit, withHistory } from './looking-back.ts';
import type { Decided, Sediment, Standing } from './looking-back.ts';
import type { Decision, Deed, Held, IgnoredReason, SessionState, Work } from './state.ts';

export type { Decision, Deed, SessionState, Work } from './state.ts';

export type SessionEvent =
  /** `decided`: assignments whose decision is still on its way to the server. */
  | {
      type: 'claimed';
      works: readonly Work[];
      decided: ReadonlySet<string>;
      exhausted: boolean;
      /** Decided before this page as far as it knows, and yet mine to decide. */
      reopened?: ReadonlySet<string>;
    }
  | { type: 'painted'; id: string; at: number }
  | {
      type: 'decide';
      decision: Decision;
      at: number;
      repeat: boolean;
      freshId: string;
      held?: Held | null;
    }
  | { type: 'undo'; freshId: string }
  | { type: 'back' }
  | { type: 'forward' }
  /** A decided assignment to look at, its text included. */
  | { type: 'visit'; work: Work; decision: Decision | null }
  /** Decisions from before this page, oldest first. */
  | { type: 'history'; entries: readonly Decided[] }
  /** What an earlier page of this sitting left on the device. */
  | { type: 'restored'; sediment: Sediment }
  /** The server's word about an assignment, against what was decided here. */
  | { type: 'stands'; standing: Standing }
  /** Texts of decided assignments, to be looked at or undone. */
  | { type: 'text'; work: Work }
  /** Not mine any more, or decided in another tab. */
  | { type: 'gone'; ids: readonly string[] };

export interface Step {
  state: SessionState;
  deeds: readonly Deed[];
}

/** Nobody can have read a pair in less. */
export const guardMs = 250;

export const emptySession: SessionState = {
  works: new Map(),
  queue: [],
  trail: [],
  decisions: new Map(),
  log: [],
  visiting: null,
  painted: null,
  ignored: null,
  ignoredPresses: 0,
  undoCount: 0,
  locks: new Map(),
  exhausted: false,
  judged: 0,
  handled: 0,
};

/** The assignment being looked at: at hand, or visited. */
export function currentId(state: SessionState): string | null {
  return state.visiting ?? state.queue[0] ?? null;
}

/** What comes after the current one, to be laid out beforehand, at most so many. */
export function nextIds(state: SessionState, most: number): string[] {
  const from = state.visiting === null ? 1 : 0;
  return state.queue.slice(from, from + most);
}

/** The whole behaviour of the workbench as a function: same state and event, same outcome. */
export function step(state: SessionState, event: SessionEvent): Step {
  switch (event.type) {
    case 'claimed':
      return quiet(claimed(state, event));
    case 'painted':
      return quiet(
        currentId(state) === event.id ? { ...state, painted: { id: event.id, at: event.at } } : state,
      );
    case 'decide':
      return decide(state, event);
    case 'undo':
      return undo(state, event.freshId);
    case 'back':
      return quiet(move(state, -1));
    case 'forward':
      return quiet(move(state, 1));
    case 'visit':
      return quiet(visit(state, event.work, event.decision));
    case 'history':
      return quiet(withHistory(state, event.entries));
    case 'restored':
      return quiet(restored(state, event.sediment));
    case 'stands':
      return quiet(standing(state, event.standing));
    case 'text':
      return quiet({ ...state, works: new Map(state.works).set(event.work.id, event.work) });
    case 'gone':
      return quiet(without(state, new Set(event.ids)));
  }
}

function quiet(state: SessionState): Step {
  return { state, deeds: [] };
}

function claimed(before: SessionState, event: Extract<SessionEvent, { type: 'claimed' }>): SessionState {
  const state = reopened(before, event.reopened ?? new Set());
  const works = new Map(state.works);
  const queue = [...state.queue];
  for (const work of event.works) {
    if (state.decisions.has(work.id) || event.decided.has(work.id)) continue;
    works.set(work.id, work);
    if (!queue.includes(work.id)) queue.push(work.id);
  }
  return { ...state, works, queue, exhausted: event.exhausted };
}

function decide(state: SessionState, event: Extract<SessionEvent, { type: 'decide' }>): Step {
  const id = currentId(state);
  const reason = whyIgnored(state, id, event);
  if (id === null || reason !== null) {
    const tooSoon = reason === 'too_soon' || reason === 'not_shown';
    return quiet({
      ...state,
      ignored: { reason: reason ?? 'not_shown', turn: (state.ignored?.turn ?? 0) + 1 },
      ignoredPresses: state.ignoredPresses + Number(tooSoon && id !== null),
    });
  }
  const previous = state.decisions.get(id) ?? null;
  const decisions = new Map(state.decisions).set(id, event.decision);
  return {
    state: prune({
      ...state,
      ...counted(state, previous, event.decision),
      decisions,
      queue: state.queue.filter((other) => other !== id),
      trail: state.trail.includes(id) ? state.trail : [...state.trail, id],
      log: [...state.log, { assignmentId: id, previous }].slice(-undoDepth),
      ...unseen,
      visiting: null,
      undoCount: 0,
      // The server said so before it knew of this.
      exhausted: false,
    }),
    deeds: deedsBetween({ id, from: previous, to: event.decision }, event.freshId),
  };
}

function whyIgnored(
  state: SessionState,
  id: string | null,
  event: { at: number; repeat: boolean; held?: Held | null },
): IgnoredReason | null {
  if (event.repeat) return 'repeat';
  if (id !== null && state.locks.has(id)) return 'locked';
  if (id !== null && event.held != null) return event.held;
  if (id === null || state.painted?.id !== id) return 'not_shown';
  return event.at - state.painted.at < guardMs ? 'too_soon' : null;
}

function undo(state: SessionState, freshId: string): Step {
  const entry = state.log.at(-1);
  if (entry === undefined) return quiet(state);
  const id = entry.assignmentId;
  const now = state.decisions.get(id) ?? null;
  const previous =
    entry.previous?.kind === 'judgment' ? { ...entry.previous, judgmentId: freshId } : entry.previous;
  const decisions = new Map(state.decisions);
  if (previous === null) decisions.delete(id);
  else decisions.set(id, previous);
  const base = {
    ...state,
    ...counted(state, now, previous),
    decisions,
    log: state.log.slice(0, -1),
    ...unseen,
    undoCount: state.undoCount + 1,
  };
  const deeds = deedsBetween({ id, from: now, to: previous }, freshId);
  if (previous !== null) return { state: { ...base, visiting: id }, deeds };
  return {
    state: {
      ...base,
      visiting: null,
      queue: [id, ...state.queue.filter((other) => other !== id)],
      trail: state.trail.filter((other) => other !== id),
    },
    deeds,
  };
}

function counted(
  state: SessionState,
  from: Decision | null,
  to: Decision | null,
): Pick<SessionState, 'judged' | 'handled'> {
  return {
    judged: state.judged + Number(to?.kind === 'judgment') - Number(from?.kind === 'judgment'),
    handled: state.handled + Number(to !== null) - Number(from !== null),
  };
}

function without(state: SessionState, gone: ReadonlySet<string>): SessionState {
  if (!state.queue.some((id) => gone.has(id))) return state;
  return { ...state, queue: state.queue.filter((id) => !gone.has(id)), exhausted: false };
}

/** Lets go of texts that neither undo nor the next steps back need; going back further loads them again. */
function prune(state: SessionState): SessionState {
  if (state.works.size <= undoDepth * 2) return state;
  const wanted = new Set([
    ...state.queue,
    ...state.trail.slice(-undoDepth),
    ...state.log.map((entry) => entry.assignmentId),
  ]);
  return { ...state, works: new Map([...state.works].filter(([id]) => wanted.has(id))) };
}
