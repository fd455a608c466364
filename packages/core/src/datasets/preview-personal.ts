import { sql } from 'kysely';
import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { maskMessages, personalKindsOf } from '@pairwright/formats/personal-data';
import type { KeptRow } from './kept-row.ts';

/** The ids of those rows that hold personal data in their prompt or a response, by the rule of `treatPersonalData`. */
export async function personalRowsAmong(db: Tx, rows: readonly KeptRow[]): Promise<string[]> {
  const prompts = [...new Set(rows.map((row) => row.prompt_id))];
  const responses = [...new Set(rows.flatMap(responsesOf))];
  const { rows: texts } = await sql<{ id: string; messages: readonly Message[] }>`
    select id, messages from prompts where id = any(${prompts}::uuid[])
    union all
    select id, messages from responses where id = any(${responses}::uuid[]) and messages is not null`.execute(
    db,
  );
  const personal = new Set(
    texts.filter(({ messages }) => personalKindsOf(messages).length > 0).map(({ id }) => id),
  );
  return rows
    .filter((row) => [row.prompt_id, ...responsesOf(row)].some((id) => personal.has(id)))
    .map((row) => row.row_id);
}

/** The ids of those rows whose two responses are the same when they are masked, by the rule of `treatPersonalData`. */
export async function identicalRowsAmong(db: Tx, rows: readonly KeptRow[]): Promise<string[]> {
  const ids = [...new Set(rows.flatMap(responsesOf))];
  const { rows: texts } = await sql<{ id: string; messages: readonly Message[] }>`
    select id, messages from responses where id = any(${ids}::uuid[]) and messages is not null`.execute(db);
  const masked = new Map(texts.map(({ id, messages }) => [id, canonicalMessages(maskMessages(messages))]));
  return rows
    .filter(({ chosen_id: chosen, rejected_id: rejected }) => {
      const text = masked.get(chosen);
      return text !== undefined && rejected !== null && text === masked.get(rejected);
    })
    .map((row) => row.row_id);
}

function responsesOf({ chosen_id, rejected_id }: KeptRow): string[] {
  return rejected_id === null ? [chosen_id] : [chosen_id, rejected_id];
}
