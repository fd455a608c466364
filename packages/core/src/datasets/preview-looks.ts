import type { Recipe } from '@pairwright/contract/datasets';
import type { LookedAt } from '@pairwright/contract/recipe-preview';
import type { Tx } from '@pairwright/db/transaction';
import type { KeptRow } from './kept-row.ts';
import { nearRowsAmong } from './preview-near.ts';
import { identicalRowsAmong, personalRowsAmong } from './preview-personal.ts';
import type { LeftOut } from './rows.sql.ts';

export interface Looks {
  readonly near: LookedAt | null;
  readonly personal: LookedAt | null;
  /** Of rows that were all looked at; else nothing. */
  readonly out: LeftOut;
}

export const nothingOut: LeftOut = { near_duplicate: [], personal_data: [], identical_responses: [] };

/**
 * Rows of which a preview looks at the texts. Reading them takes a part of its half second, of which a large project leaves less.
 */
export function mostLookedAt(sample: readonly string[] | null): number {
  return sample === null ? 1_000 : 400;
}

/** Whether a recipe leaves rows out for what their texts say. */
export function looksAtTexts({ duplicates, personalData }: Recipe): boolean {
  return duplicates === 'near' || personalData === 'refuse' || personalData === 'mask';
}

/** What a freeze would leave out of these rows for their texts, in the order in which it looks; `isAll`: there are no others. */
export async function lookAtTexts(
  db: Tx,
  { recipe, rows, isAll }: { recipe: Recipe; rows: readonly KeptRow[]; isAll: boolean },
): Promise<Looks> {
  const near = recipe.duplicates === 'near' ? await nearRowsAmong(db, rows) : null;
  const gone = new Set(near);
  const others = rows.filter(({ row_id }) => !gone.has(row_id));
  const personal = recipe.personalData === 'refuse' ? await personalRowsAmong(db, others) : null;
  const alike = recipe.personalData === 'mask' && isAll ? await identicalRowsAmong(db, others) : [];
  return {
    near: near === null ? null : { rows: rows.length, found: near.length, isAll },
    personal: personal === null ? null : { rows: others.length, found: personal.length, isAll },
    out: isAll
      ? { near_duplicate: near ?? [], personal_data: personal ?? [], identical_responses: alike }
      : nothingOut,
  };
}
