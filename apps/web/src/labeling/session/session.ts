import type { Assignment, SkipReason } from '@pairwright/contract/annotate';
import type { Answer, Details } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';

/** What is shown of an assignment. */
export type Work = Pick<
  Assignment,
  'id' | 'language' | 'prompt' | 'responses' | 'judgeTurn' | 'sensitive'
> & { question: Question };

export type Decision =
  | { kind: 'judgment'; judgmentId: string; answer: Answer; details: Details; rationale: string | null }
  | { kind: 'skip'; reason: SkipReason; note: string | null };

/** What has to be told to the server, in this order. */
export type Deed =
  | { kind: 'judgment'; assignmentId: string; decision: Extract<Decision, { kind: 'judgment' }> }
  | { kind: 'retract'; assignmentId: string; id: string; judgmentId: string }
  | { kind: 'skip'; assignmentId: string; decision: Extract<Decision, { kind: 'skip' }> }
  | { kind: 'unskip'; assignmentId: string };

interface LogEntry {
  assignmentId: string;
  previous: Decision | null;
}

export type IgnoredReason = 'too_soon' | 'repeat' | 'not_shown';

export interface SessionState {
  works: ReadonlyMap<string, Work>;
  /** Mine and not decided; the first one is at hand. */
  queue: readonly string[];
  /** Decided, oldest first. */
  trail: readonly string[];
  decisions: ReadonlyMap<string, Decision>;
  /** What can be undone, oldest first. */
  log: readonly LogEntry[];
  /** A decided assignment being looked at again. */
  visiting: string | null;
  /** The last pair that came to be seen, and when. */
  painted: { id: string; at: number } | null;
  /** A press that did not count; `turn` tells two of them apart. */
  ignored: { reason: IgnoredReason; turn: number } | null;
  undoCount: number;
  /** The last claim gave less than was asked for. */
  exhausted: boolean;
  /** Judgments this sitting added, those taken back not counted. */
  judged: number;
  /** Assignments this sitting decided, skips included. */
  handled: number;
}

export type SessionEvent =
  /** `decided`: assignments whose decision is still on its way to the server. */
  | { type: 'claimed'; works: readonly Work[]; decided: ReadonlySet<string>; exhausted: boolean }
  | { type: 'painted'; id: string; at: number }
  | { type: 'decide'; decision: Decision; at: number; repeat: boolean; freshId: string }
  | { type: 'undo'; freshId: string }
  | { type: 'back' }
  | { type: 'forward' }
  /** A decided assignment to look at, its text included. */
  | { type: 'visit'; work: Work; decision: Decision | null }
  /** Decisions from before this page, oldest first. */
  | { type: 'history'; entries: readonly { assignmentId: string; decision: Decision }[] }
  /** Not mine any more, or decided in another tab. */
  | { type: 'gone'; ids: readonly string[] };

export interface Step {
  state: SessionState;
  deeds: readonly Deed[];
}

/** Nobody can have read a pair in less. */
export const guardMs = 250;
const undoDepth = 50;

export const emptySession: SessionState = {
  works: new Map(),
  queue: [],
  trail: [],
  decisions: new Map(),
  log: [],
  visiting: null,
  painted: null,
  ignored: null,
  undoCount: 0,
  exhausted: false,
  judged: 0,
  handled: 0,
};

/** The assignment being looked at: at hand, or visited. */
export function currentId(state: SessionState): string | null {
  return state.visiting ?? state.queue[0] ?? null;
}

/** What comes after the current one, to be laid out beforehand. */
export function nextId(state: SessionState): string | null {
  return (state.visiting === null ? state.queue[1] : state.queue[0]) ?? null;
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
    case 'gone':
      return quiet(without(state, new Set(event.ids)));
  }
}

function quiet(state: SessionState): Step {
  return { state, deeds: [] };
}

function claimed(state: SessionState, event: Extract<SessionEvent, { type: 'claimed' }>): SessionState {
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
    return quiet({
      ...state,
      ignored: { reason: reason ?? 'not_shown', turn: (state.ignored?.turn ?? 0) + 1 },
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
      visiting: null,
      painted: null,
      ignored: null,
      undoCount: 0,
    }),
    deeds: deedsBetween({ id, from: previous, to: event.decision }, event.freshId),
  };
}

function whyIgnored(
  state: SessionState,
  id: string | null,
  event: { at: number; repeat: boolean },
): IgnoredReason | null {
  if (event.repeat) return 'repeat';
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
    painted: null,
    ignored: null,
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

interface Change {
  id: string;
  from: Decision | null;
  to: Decision | null;
}

/** What the server has to hear so that its picture goes from one decision to the other. */
function deedsBetween({ id: assignmentId, from, to }: Change, freshId: string): Deed[] {
  const deeds: Deed[] = [];
  if (from?.kind === 'skip') deeds.push({ kind: 'unskip', assignmentId });
  // A judgment replaced by another needs no taking back: the new one supersedes it.
  if (from?.kind === 'judgment' && to?.kind !== 'judgment') {
    deeds.push({ kind: 'retract', assignmentId, id: freshId, judgmentId: from.judgmentId });
  }
  if (to?.kind === 'judgment') deeds.push({ kind: 'judgment', assignmentId, decision: to });
  if (to?.kind === 'skip') deeds.push({ kind: 'skip', assignmentId, decision: to });
  return deeds;
}

/** One step along what was decided, up to the pair at hand. */
function move(state: SessionState, by: -1 | 1): SessionState {
  const place = state.visiting === null ? state.trail.length : state.trail.indexOf(state.visiting);
  const to = place + by;
  if (to < 0 || to > state.trail.length) return state;
  return { ...state, visiting: state.trail[to] ?? null, painted: null, ignored: null };
}

function visit(state: SessionState, work: Work, decision: Decision | null): SessionState {
  const works = new Map(state.works).set(work.id, work);
  if (state.visiting === work.id) return { ...state, works };
  if (decision === null) {
    const queue = [work.id, ...state.queue.filter((other) => other !== work.id)];
    return { ...state, works, queue, visiting: null, painted: null };
  }
  return {
    ...state,
    works,
    decisions: new Map(state.decisions).set(work.id, decision),
    trail: state.trail.includes(work.id) ? state.trail : [work.id, ...state.trail],
    visiting: work.id,
    painted: null,
  };
}

function withHistory(
  state: SessionState,
  entries: readonly { assignmentId: string; decision: Decision }[],
): SessionState {
  const older = entries.filter(
    ({ assignmentId }) => !state.decisions.has(assignmentId) && !state.queue.includes(assignmentId),
  );
  const decisions = new Map(state.decisions);
  for (const { assignmentId, decision } of older) decisions.set(assignmentId, decision);
  return { ...state, decisions, trail: [...older.map((entry) => entry.assignmentId), ...state.trail] };
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
