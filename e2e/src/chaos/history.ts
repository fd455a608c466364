import type { Given } from './kinds.ts';

/** What one annotator was told of one assignment last; what the database says at the end must be that. */
export type LastWord =
  | {
      readonly kind: 'voted';
      readonly judgmentId: string;
      readonly createdAt: string;
    }
  /** Begun, and kept as a draft. */
  | { readonly kind: 'drafted'; readonly draft: Given }
  | { readonly kind: 'skipped' | 'taken_back' | 'held' };

/** From then on every comparison was to get so many judgments; `from` is before the change began, `until` when it ended. */
export interface TargetPeriod {
  readonly target: number;
  readonly from: Date;
  until: Date;
}

/** Everything that was asked and answered, kept by the test alone. */
export interface History {
  /** By assignment. */
  readonly lastWords: Map<string, LastWord & { readonly annotatorId: string }>;
  /** Judgments that were acknowledged, also those taken back or replaced later: id and what was sent. */
  readonly acknowledged: Map<string, { readonly assignmentId: string; readonly given: Given }>;
  readonly targets: TargetPeriod[];
}

export function newHistory(target: number): History {
  const from = new Date(0);
  return {
    lastWords: new Map(),
    acknowledged: new Map(),
    targets: [{ target, from, until: new Date(8.64e15) }],
  };
}
