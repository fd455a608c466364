import { sql } from 'kysely';
import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import { readRowId } from '@pairwright/domain/versions/row-id';
import { NearDuplicates } from '@pairwright/formats/near-duplicates';
import { type GroupedRow, laterOf } from './near-rows.ts';
import type { KeptRow } from './kept-row.ts';

/** The ids of those rows that say nearly what an earlier one of them says, by the rule of `dropNearRows`. */
export async function nearRowsAmong(db: Tx, rows: readonly KeptRow[]): Promise<string[]> {
  const groups = await groupsOf(
    db,
    rows.map((row) => row.prompt_id),
  );
  const sizes = new Map<number, number>();
  const numbered = rows.map((row, ordinal) => ({ row, ordinal, number: groups.get(row.prompt_id) ?? -1 }));
  for (const { number } of numbered) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  const alike = numbered
    .filter(({ number }) => (sizes.get(number) ?? 0) > 1)
    .sort((one, other) => one.number - other.number || one.ordinal - other.ordinal);
  const texts = await textsOf(
    db,
    alike.flatMap(({ row }) =>
      row.rejected_id === null ? [row.chosen_id] : [row.chosen_id, row.rejected_id],
    ),
  );
  const grouped = alike.map(({ row, ordinal, number }): GroupedRow => {
    const { row_id: id, kind, detail, chosen_id: chosen, rejected_id: rejected } = row;
    return {
      number,
      ordinal,
      kind,
      half: readRowId(id)?.half != null,
      detail,
      chosen: texts.get(chosen) ?? [],
      rejected: rejected === null ? null : (texts.get(rejected) ?? []),
    };
  });
  const later = new Set(await laterOf(grouped));
  return rows.flatMap(({ row_id: id }, ordinal) => (later.has(ordinal) ? [id] : []));
}

interface Text {
  readonly id: string;
  readonly messages: readonly Message[];
}

/** Of each prompt the number of the first one that it is nearly the same as. */
async function groupsOf(db: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<Text>`
    select id, messages from prompts where id = any(${[...new Set(ids)]}::uuid[]) order by content_hash`.execute(
    db,
  );
  const near = new NearDuplicates();
  for (const { messages } of rows) near.add(messages.map(({ content }) => content ?? '').join('\n'));
  return new Map(rows.map(({ id }, number) => [id, near.rootOf(number)]));
}

async function textsOf(db: Tx, ids: readonly string[]): Promise<Map<string, readonly Message[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Text>`
    select id, messages from responses where id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, messages }) => [id, messages]));
}
