import type { MyJudgment } from '@pairwright/contract/annotate';
import type { Submission, ViewState } from '@pairwright/contract/judgment';
import { hasDetails } from '@pairwright/domain/judgment/missing';
import type { Times } from './attention.ts';
import type { Circumstances } from './circumstances.ts';
import type { Decision, Deed, Work } from './session.ts';

export type JudgmentDeed = Extract<Deed, { kind: 'judgment' }>;

export interface Seen {
  circumstances: Circumstances;
  times: Times;
  undoCount: number;
  ignoredPresses: number;
  work: Work;
}

const longestMs = 86_400_000;

/** The conditions under which a judgment is made, as they are recorded and shown to the person. */
export function viewStateOf({ circumstances, times, undoCount, ignoredPresses, work }: Seen): ViewState {
  const { guidelinesVersion: _, ...view } = circumstances;
  return {
    ...view,
    visibleMs: Math.round(times.visibleMs),
    undoCount,
    ...(ignoredPresses === 0 ? {} : { ignoredPresses }),
    seen: work.responses.map((_response, place) => times.seen[place] ?? 0),
    ...(times.diffMs === 0 ? {} : { diffMs: Math.round(times.diffMs) }),
    ...(times.fallbacks.size === 0 ? {} : { rawFallbacks: times.fallbacks.size }),
  };
}

/** Time with signs of life, up to a day. */
export function activeMsOf({ activeMs }: Times): number {
  return Math.min(longestMs, Math.round(activeMs));
}

/** A judgment as the server takes it, with the conditions under which it was made. */
export function submissionOf({ decision }: JudgmentDeed, seen: Seen): Submission {
  const { judgmentId, answer, details, rationale } = decision;
  return {
    id: judgmentId,
    answer,
    ...(hasDetails(details) ? { details } : {}),
    ...(rationale === null ? {} : { rationale }),
    activeMs: activeMsOf(seen.times),
    questionVersion: seen.work.question.version,
    guidelinesVersion: seen.circumstances.guidelinesVersion,
    view: viewStateOf(seen),
  };
}

/** Null for judgments that did not come from a form: they can be looked at in the list only. */
export function decisionOf({ judgmentId, answer, details, rationale }: MyJudgment): Decision | null {
  return answer === null ? null : { kind: 'judgment', judgmentId, answer, details, rationale };
}
