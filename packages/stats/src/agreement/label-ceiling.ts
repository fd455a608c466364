/** Labels of a data set with the same lead: how many, and by how many votes each is ahead. */
export interface LeadCount {
  /** Votes for the label less votes against it; negative where something else than votes decided. */
  readonly lead: number;
  readonly labels: number;
}

/**
 * How often these labels are right, 0..1: the accuracy that a model which always knows the better answer would be seen to have
 * on them, and so the ceiling of every model. Each label of lead l, from people who are right with probability q, is right with
 * q^l / (q^l + (1 - q)^l), by Bayes' rule with both answers as likely beforehand; the ceiling is the mean over labels.
 * It assumes as `humanCeiling` does that all are as able, all pairs as hard and errors independent. Of single votes it is q
 * itself, of majorities of three what `majorityOfAlike` says.
 *
 * Null without labels. Throws a RangeError for q outside 1/2..1.
 */
export function labelCeiling(accuracy: number, leads: readonly LeadCount[]): number | null {
  if (!(accuracy >= 0.5 && accuracy <= 1))
    throw new RangeError(`An accuracy is from 1/2 to 1, not ${accuracy}.`);
  const labels = leads.reduce((sum, of) => sum + of.labels, 0);
  if (labels === 0) return null;
  const right = leads.reduce((sum, of) => sum + of.labels * rightOf(accuracy, of.lead), 0);
  return right / labels;
}

function rightOf(accuracy: number, lead: number): number {
  if (lead === 0) return 0.5;
  if (accuracy === 1) return lead > 0 ? 1 : 0;
  return 1 / (1 + ((1 - accuracy) / accuracy) ** lead);
}
