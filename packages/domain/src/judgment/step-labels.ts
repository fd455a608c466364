import type { StepLabel } from '@pairwright/contract/judgment';

/**
 * Labels after one step, from 0, got one. Steps are judged in their order: one that has no label yet can only follow the
 * last one that has. Where judging stops at the first wrong step, the labels end there.
 */
export function labelStep(
  labels: readonly StepLabel[],
  { index, label }: { index: number; label: StepLabel },
  stopAtFirstError: boolean,
): readonly StepLabel[] {
  if (index < 0 || index > labels.length) return labels;
  const next = [...labels.slice(0, index), label, ...labels.slice(index + 1)];
  const wrong = next.indexOf('wrong');
  return stopAtFirstError && wrong >= 0 ? next.slice(0, wrong + 1) : next;
}

/** Whether so many steps need no further label. */
export function areStepsJudged(
  labels: readonly StepLabel[],
  steps: number,
  stopAtFirstError: boolean,
): boolean {
  return labels.length === steps || (stopAtFirstError && labels.length < steps && labels.at(-1) === 'wrong');
}
