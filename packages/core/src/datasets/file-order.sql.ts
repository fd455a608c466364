import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';

/** The order of the rows: that of the project, the units of a comparison in theirs, then its rewrites by age. */
export const rowOrder = sql.raw(
  'rank, id, created_at nulls first, judgment_id nulls first, i, j, half nulls first',
);

/** The order of the file: that of the project, or one of comparisons that the seed alone makes. */
export function fileOrder({ shuffleSeed }: Recipe): RawBuilder<unknown> {
  if (shuffleSeed === null) return rowOrder;
  return sql`${sql.raw(shuffledPlace(shuffleSeed, 'id'))}, ${rowOrder}`;
}

/** The order of the file's comparisons over columns rank and id. */
export function comparisonOrder({ shuffleSeed }: Recipe): RawBuilder<unknown> {
  return sql.raw(shuffleSeed === null ? 'rank, id' : `${shuffledPlace(shuffleSeed, 'id')}, rank, id`);
}

/** Where the seed puts the comparison of this id: after all of lower values. */
export function shuffledPlace(seed: number, id: string): string {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${JSON.stringify(seed)} is not a seed`);
  return `sha256(convert_to('${seed}:'::text || ${id}, 'UTF8'))`;
}
