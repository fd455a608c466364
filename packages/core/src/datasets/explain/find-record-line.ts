import { sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import type { TextTemplate } from '@pairwright/contract/export-formats';
import type { Tx } from '@pairwright/db/transaction';
import { type RecordFormatName, recordFormats } from '@pairwright/formats/out/registry';
import { orderSettings } from '../export-lines.sql.ts';
import { linesOfComparison } from '../line-source.ts';
import { needsJudgments, recordsOf } from '../record-source.sql.ts';
import type { StoredComparison } from '../stored-comparison.ts';
import { type PlacedRow, placeOfRow, type RowPlace, sizeOfSplit } from './find-line.queries.ts';
import { rowOf } from './found-row.ts';

interface Wish {
  readonly format: RecordFormatName;
  readonly recipe: Recipe;
  readonly template: TextTemplate | null;
  readonly hasAllKinds: boolean;
}

interface Line extends RowPlace {
  /** Of the whole part. */
  readonly lines: number;
  /** Nothing was refused. */
  readonly isWhole: boolean;
}

/** Records that are read at a time. */
const FETCH = 200;

/**
 * The row at a line of a format that the database does not write. Where every row has the same number of lines, its place says which
 * one it is; else the lines are made anew from the first one on.
 */
export async function findRecordLine(db: Tx, wish: Wish, line: Line): Promise<PlacedRow | undefined> {
  const isByRow = !needsJudgments(recordFormats[wish.format]);
  const preferences = await sizeOfSplit(db, line);
  const each = preferences === 0 ? 0 : line.lines / preferences;
  if (isByRow && line.isWhole && Number.isInteger(each) && each > 0)
    return placeOfRow(db, { ...line, position: Math.floor((line.position - 1) / each) + 1 });
  return walk(db, wish, { ...line, part: wish.recipe.split === null ? null : line.split });
}

async function walk(
  db: Tx,
  wish: Wish,
  { versionId, part, position }: Line & { readonly part: string | null },
): Promise<PlacedRow | undefined> {
  const format = recordFormats[wish.format];
  const records = recordsOf(format, {
    versionId,
    split: part,
    isMasked: wish.recipe.personalData === 'mask',
    criterion: wish.recipe.criterion,
    shuffleSeed: wish.recipe.shuffleSeed,
  });
  await sql.raw(orderSettings({ isInKeyOrder: !needsJudgments(format) })).execute(db);
  await sql.raw(`declare lines_of_part no scroll cursor for ${records}`).execute(db);
  for (let left = position; ;) {
    const { rows } = await sql<{ line: string }>`${sql.raw(`fetch ${FETCH} from lines_of_part`)}`.execute(db);
    if (rows.length === 0) return undefined;
    for (const { line: record } of rows) {
      const comparison = JSON.parse(record) as StoredComparison;
      const made = linesOfComparison(wish.format, wish, comparison);
      const found = made[left - 1];
      if (found !== undefined) return { comparisonId: comparison.id, rowId: rowOf(comparison, found.id) };
      left -= made.length;
    }
  }
}
