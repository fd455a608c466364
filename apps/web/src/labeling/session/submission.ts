import type { MyJudgment } from '@pairwright/contract/annotate';
import type { Submission } from '@pairwright/contract/judgment';
import { hasDetails } from '@pairwright/domain/judgment/missing';
import type { Times } from './attention.ts';
import type { Circumstances } from './circumstances.ts';
import type { Decision, Deed, Work } from './session.ts';

export type JudgmentDeed = Extract<Deed, { kind: 'judgment' }>;

interface Seen {
  circumstances: Circumstances;
  times: Times;
  undoCount: number;
  ignoredPresses: number;
  work: Work;
}

const longestMs = 86_400_000;

/** A judgment as the server takes it, with the conditions under which it was made. */
export function submissionOf(
  { decision }: JudgmentDeed,
  { circumstances, times, undoCount, ignoredPresses, work }: Seen,
): Submission {
  const { guidelinesVersion, ...view } = circumstances;
  const { judgmentId, answer, details, rationale } = decision;
  return {
    id: judgmentId,
    answer,
    ...(hasDetails(details) ? { details } : {}),
    ...(rationale === null ? {} : { rationale }),
    activeMs: Math.min(longestMs, Math.round(times.activeMs)),
    questionVersion: work.question.version,
    guidelinesVersion,
    view: {
      ...view,
      visibleMs: Math.round(times.visibleMs),
      undoCount,
      ...(ignoredPresses === 0 ? {} : { ignoredPresses }),
      seen: work.responses.map((_, place) => times.seen[place] ?? 0),
    },
  };
}

/** Null for judgments that did not come from a form: they can be looked at in the list only. */
export function decisionOf({ judgmentId, answer, details, rationale }: MyJudgment): Decision | null {
  return answer === null ? null : { kind: 'judgment', judgmentId, answer, details, rationale };
}
