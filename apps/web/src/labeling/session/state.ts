import type { Assignment, LockReason, SkipReason } from '@pairwright/contract/annotate';
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

/** A change of decision that can be taken back. */
export interface LogEntry {
  assignmentId: string;
  previous: Decision | null;
}

export type IgnoredReason = 'too_soon' | 'repeat' | 'not_shown' | 'locked' | Held;

/** What keeps a judgment from counting: the guidelines changed and are not read yet, or the pair is covered. */
export type Held = 'guidelines' | 'covered';

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
  /** Presses on the pair being looked at that came too soon to count. */
  ignoredPresses: number;
  undoCount: number;
  /** Why decisions take no more changes, where that is known. */
  locks: ReadonlyMap<string, LockReason>;
  /** The last claim gave less than was asked for. */
  exhausted: boolean;
  /** Judgments this sitting added, those taken back not counted. */
  judged: number;
  /** Assignments this sitting decided, skips included. */
  handled: number;
}
