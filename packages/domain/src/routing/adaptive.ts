import type { StepLabel, StoredOutcome } from '@pairwright/contract/judgment';
import { waldLead } from '@pairwright/stats/design/sequential';

/** A judgment that counts. */
export interface Opinion {
  readonly outcome: StoredOutcome;
  /** -3..3; null or 0 unless it is a preference. */
  readonly strength: number | null;
  readonly ranks: readonly (number | null)[] | null;
  /** Of steps, in their order. */
  readonly labels?: readonly StepLabel[];
}

export interface AdaptiveRule {
  /** No more judgments than these are asked for, 2..20. */
  readonly most: number;
  /** How often those who judged are right, above ½; see `warrantedAccuracy`. */
  readonly accuracy: number;
}

/** An accuracy, and of how many of those who judged it was learnt. */
export interface Warranted {
  readonly accuracy: number;
  readonly learnt: number;
}

/** No lead decides at a guess, and nobody is always right. */
const [LEAST, MOST] = [0.55, 0.99];

/**
 * The accuracy that the lead is asked for by: of those who judged by what is known of each, 0.5..0.95, null where that is too
 * little; then the policy's assumption stands in. Where nothing is known of anybody it is the assumption, else the accuracy
 * whose log odds are the mean of theirs, within 0.55..0.99: the lead times those is what their votes weigh together.
 */
export function warrantedAccuracy(known: readonly (number | null)[], assumed: number): Warranted {
  const learnt = known.filter((accuracy) => accuracy !== null).length;
  if (learnt === 0) return { accuracy: assumed, learnt };
  const logOdds = known.map((one) => Math.log((one ?? assumed) / (1 - (one ?? assumed))));
  const mean = logOdds.reduce((sum, one) => sum + one, 0) / known.length;
  return { accuracy: Math.min(MOST, Math.max(LEAST, 1 / (1 + Math.exp(-mean)))), learnt };
}

export interface Asked {
  readonly target: number;
  /** Disagreement stayed, and no further judgments can settle it. */
  readonly contested: boolean;
}

/** Strengths that are further apart than this are a disagreement, whatever their signs. */
const SPREAD = 2;

/**
 * How many judgments a comparison is to get, given those it has; the target only ever grows.
 *
 * While places are open nothing changes. Judgments that all say the same, with strengths no more than 2 apart, are enough;
 * so is the lead that Wald's test warrants for the accuracy (`waldLead`). Else as many more are asked for as could bring
 * that lead at best, and when they would be more than the most there may be, the comparison is contested. Of rankings the best is
 * compared, which is their label, of steps the first wrong one, or that there is none. Who cannot judge abstains; ratings are compared
 * by `ratingsAskedFor`. The same rule as `adaptive_target` in the database.
 *
 * Where there are more than two answers (bests, steps) the lead is that of the first over the second. Wald's test is of two; where
 * those who err do not all err alike a lead over the second tells at least as much, so that it is never asked for too little.
 */
export function askedFor(opinions: readonly Opinion[], target: number, rule: AdaptiveRule): Asked {
  const enough = { target, contested: false };
  if (opinions.length < target) return enough;
  const said = opinions.filter(({ outcome }) => outcome !== 'cannot_judge').map(keyOf);
  const counts = [...new Set(said)]
    .map((key) => said.filter((one) => one === key).length)
    .sort((a, b) => b - a);
  if (counts.length === 1 && spreadOf(opinions) <= SPREAD) return enough;
  const lead = (counts[0] ?? 0) - (counts[1] ?? 0);
  // An accuracy of a half or less never decides; the policy does not take one.
  const needed = waldLead(rule.accuracy).lead ?? Infinity;
  if (lead >= needed) return enough;
  if (lead + rule.most - opinions.length < needed) return { target, contested: true };
  return { target: opinions.length + needed - lead, contested: false };
}

function keyOf({ outcome, strength, ranks, labels }: Opinion): string {
  if (outcome === 'preference') return (strength ?? 0) < 0 ? 'first' : 'second';
  if (outcome === 'ranking')
    return `best ${(ranks ?? []).flatMap((rank, at) => (rank === 1 ? [at] : [])).join(' ')}`;
  if (outcome === 'steps') return `first wrong ${(labels ?? []).indexOf('wrong')}`;
  return outcome;
}

function spreadOf(opinions: readonly Opinion[]): number {
  const strengths = opinions.flatMap(({ outcome, strength }) => {
    if (outcome === 'tie') return [0];
    return outcome === 'preference' ? [strength ?? 0] : [];
  });
  return strengths.length === 0 ? 0 : Math.max(...strengths) - Math.min(...strengths);
}
