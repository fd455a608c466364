import { logOddsWeight } from '../labels/log-odds-weight.ts';
import { waldBound, type DecisionErrors } from './sequential.ts';

/** A vote, and what is known of how often its rater is right; null when nothing is. */
export interface VoteSoFar {
  readonly label: number;
  readonly accuracy: number | null;
}

export interface StoppingRule extends DecisionErrors {
  /** Labels there are; 2 unless said. */
  readonly labels?: number;
  /** Votes before anything is decided; 1 unless said. */
  readonly atLeast?: number;
  /** Votes after which an undecided unit is contested; 5 unless said. */
  readonly atMost?: number;
  /** Accuracy of people of whom nothing is known, and of who will vote next; 0.75 unless said. */
  readonly assumedAccuracy?: number;
  /** No vote weighs more than that of somebody of this accuracy; 0.95 unless said. */
  readonly mostAccuracy?: number;
}

export interface StoppingDecision {
  readonly decision: 'continue' | 'decided' | 'contested';
  /**
   * `lead_reached`: the likeliest label leads by as much as the voters' accuracies ask for. `too_few_votes`: more than that
   * are wanted anyhow. `lead_not_reached`: further votes can bring the lead. `lead_out_of_reach`: the votes that are left
   * cannot, even if they all agree. `limit_reached`: none are left.
   */
  readonly reason:
    | 'lead_reached'
    | 'too_few_votes'
    | 'lead_not_reached'
    | 'lead_out_of_reach'
    | 'limit_reached';
  /** The label decided for, or null. */
  readonly label: number | null;
  /** ln of how much likelier the likeliest label is than the next, in nats. */
  readonly lead: number;
  /** The lead that decides: `waldBound`. */
  readonly needed: number;
}

/**
 * Whether a unit has votes enough: Wald's sequential test with each vote weighed by the log odds of its rater's accuracy, so
 * that the lead it takes is what the accuracies of those who voted warrant (three votes at 75%, four at 70%, five at 65%). A
 * vote of somebody no better than chance weighs nothing. A unit that runs out of votes is contested: no winner is forced.
 * The rule sees labels only by their weight, never which answer somebody would like to win.
 */
export function shouldStop(votes: readonly VoteSoFar[], rule: StoppingRule = {}): StoppingDecision {
  const { labels = 2, atLeast = 1, atMost = 5, assumedAccuracy = 0.75, mostAccuracy = 0.95 } = rule;
  const weightOf = (accuracy: number | null): number => {
    const known = Math.min(mostAccuracy, accuracy ?? assumedAccuracy);
    return known * labels > 1 ? logOddsWeight(known, labels) : 0;
  };
  const weights = Array.from({ length: labels }, () => 0);
  for (const { label, accuracy } of votes) weights[label]! += weightOf(accuracy);
  const [highest = 0, next = 0] = weights.toSorted((one, other) => other - one);
  const lead = highest - next;
  const needed = waldBound(rule);
  const left = atMost - votes.length;
  const undecided = { label: null, lead, needed };
  if (votes.length < atLeast) return { decision: 'continue', reason: 'too_few_votes', ...undecided };
  if (reaches(lead, needed))
    return { decision: 'decided', reason: 'lead_reached', label: weights.indexOf(highest), lead, needed };
  if (left <= 0) return { decision: 'contested', reason: 'limit_reached', ...undecided };
  return reaches(lead + left * weightOf(null), needed)
    ? { decision: 'continue', reason: 'lead_not_reached', ...undecided }
    : { decision: 'contested', reason: 'lead_out_of_reach', ...undecided };
}

/** Sums of logarithms that are equal in truth differ in their last digits. */
function reaches(lead: number, needed: number): boolean {
  return lead >= needed - 1e-9;
}
