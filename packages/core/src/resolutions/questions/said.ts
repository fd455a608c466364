import type { StoredVote } from '../votes.queries.ts';
import type { Asked } from '@pairwright/domain/judgment/asked';
import type { AskedByVersion, StoredAnswers } from './answers.queries.ts';

/** What one judgment says of one question. */
export interface Said {
  readonly vote: StoredVote;
  /** Why it takes no part, or null. */
  readonly reason: string | null;
  /** Of a criterion: -3..3, negative = the first canonical response; null without an answer and where it does not apply. */
  readonly strength: number | null;
  /** By canonical index: a rating, or 1 for yes and 0 for no; null without an answer. Null for a criterion. */
  readonly values: readonly (number | null)[] | null;
}

interface Of {
  readonly asked: Asked;
  readonly byVersion: AskedByVersion;
  readonly responses: number;
}

/** What a judgment says of a question, or why it says nothing of it. */
export function saidOf(vote: StoredVote, answers: StoredAnswers | undefined, of: Of): Said {
  const { asked } = of;
  const nothing = (reason: string): Said => ({ vote, reason, strength: null, values: null });
  if (vote.reason !== null) return nothing(vote.reason);
  const then = of.byVersion.get(answers?.version ?? 0)?.find(({ question }) => question === asked.question);
  if (answers === undefined || then === undefined) return nothing('not_asked');
  if (asked.kind === 'criterion') {
    const said = answers.criteria?.find(({ key }) => key === asked.key);
    if (said === undefined) return nothing('not_answered');
    return { vote, reason: null, strength: said.strength, values: null };
  }
  const values = valuesOf(vote, answers, of);
  if (values === null) return nothing('not_answered');
  // A number on another scale is another number.
  const sameScale = then.scale?.min === asked.scale?.min && then.scale?.max === asked.scale?.max;
  return !sameScale ? nothing('other_scale') : { vote, reason: null, strength: null, values };
}

/** A flag that is not raised is a no, unless the whole judgment abstains, or was imported and is silent on flags. */
function valuesOf(
  { outcome }: StoredVote,
  { ratings, flags, safe }: StoredAnswers,
  { asked: { kind, key }, responses }: Of,
): (number | null)[] | null {
  const each = (value: (response: number) => number | null): (number | null)[] =>
    Array.from({ length: responses }, (_, response) => value(response));
  if (kind === 'safety') return safe === null ? null : each((response) => (safe[response] === true ? 1 : 0));
  if (kind === 'rating') {
    const given = (ratings ?? []).filter((rating) => rating.key === key);
    if (given.length === 0) return null;
    return each((response) => given.find((rating) => rating.response === response)?.value ?? null);
  }
  const raised = (flags ?? []).filter((flag) => flag.key === key);
  if (flags === null || (outcome === 'cannot_judge' && raised.length === 0)) return null;
  return each((response) => (raised.some((flag) => flag.response === response) ? 1 : 0));
}
