import {
  type Computed,
  computeResolution,
  type Decision,
  explainParts,
  type Part,
  type Weighing,
} from './compute.ts';
import { computeSingle, explainSingle } from './compute-single.ts';
import type { QuestionLabel } from './questions/compute-questions.ts';
import type { JudgedComparison } from './votes.queries.ts';

export interface MainBy {
  readonly weighing: Weighing | null;
  readonly decision: Decision | null;
  /** The labels of the questions beside the main one. */
  readonly beside: readonly QuestionLabel[];
}

/** The label of the main question, whatever its kind. */
export function computeMain(comparison: JudgedComparison, by: MainBy): Computed {
  return comparison.responses === 1 ? computeSingle(comparison, by) : computeResolution(comparison, by);
}

/** What part each judgment had in it, by its id. */
export function explainMain(comparison: JudgedComparison, weighing: Weighing | null): Map<string, Part> {
  return comparison.responses === 1
    ? explainSingle(comparison, weighing)
    : explainParts(comparison, weighing);
}
