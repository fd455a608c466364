import type { Recipe } from '@pairwright/contract/datasets';
import type { HealthRow } from '@pairwright/contract/dataset-health';
import type { Tx } from '@pairwright/db/transaction';

/** What the parts of a report are made from: a snapshot in which the rows of the version are prepared. */
export interface HealthSource {
  readonly db: Tx;
  readonly projectId: string;
  readonly versionId: string;
  readonly recipe: Recipe;
  readonly signal: AbortSignal;
}

/** Rows that a finding names. */
export const SHOWN = 20;

/** How many there are and some of them. */
export interface Found {
  readonly found: number;
  readonly rows: readonly HealthRow[];
}
