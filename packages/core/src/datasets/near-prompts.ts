import { sql } from 'kysely';
import type { RecipeSplit } from '@pairwright/contract/recipe';
import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import { NearDuplicates } from '@pairwright/formats/near-duplicates';
import { partOf } from './split.sql.ts';

const PAGE = 2_000;

interface Prompt {
  readonly id: string;
  /** The hash of its messages in hex. */
  readonly key: string;
  readonly messages: readonly Message[];
}

/** The prompts of a version's rows, as the version has them by now, in the order of their hashes, each with the place of the first one that it is nearly the same as. */
export async function readPromptGroups(
  db: Tx,
  versionId: string,
): Promise<{ id: string; key: string; root: number }[]> {
  const near = new NearDuplicates();
  const prompts: { id: string; key: string }[] = [];
  // Rows may have been taken out since it was made.
  await sql`drop table if exists pg_temp.version_prompts`.execute(db);
  await sql`create temporary table version_prompts on commit drop as
    select p.id, p.content_hash from prompts p where p.id in (select prompt_id from dataset_rows where version_id = ${versionId})`.execute(
    db,
  );
  await sql`create index on version_prompts (content_hash)`.execute(db);
  for await (const page of pagesOf(db, versionId)) {
    for (const { id, key, messages } of page) {
      prompts.push({ id, key });
      near.add(messages.map(({ content }) => content ?? '').join('\n'));
    }
  }
  return prompts.map((prompt, number) => ({ ...prompt, root: near.rootOf(number) }));
}

/**
 * Puts the rows of prompts that are nearly the same into one part: that of the one whose hash is least. Gives how many prompts
 * are nearly the same as another one.
 */
export async function joinNearPrompts(
  db: Tx,
  { versionId, split }: { versionId: string; split: Extract<RecipeSplit, { by: 'prompt' }> },
): Promise<number> {
  const prompts = await readPromptGroups(db, versionId);
  const moved = prompts.flatMap(({ id, root: number }) => {
    const root = prompts[number];
    return root === undefined || root.id === id ? [] : [{ id, key: root.key, root: root.id }];
  });
  if (moved.length === 0) return 0;
  await sql`insert into dataset_joined_prompts (version_id, prompt_id, joined_to)
    select ${versionId}::uuid, * from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ root }) => root)}::uuid[])`.execute(
    db,
  );
  await sql`update dataset_rows r set split = ${partOf(split, sql`k.key`)}
      from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ key }) => key)}::text[]) as k (id, key)
      where r.version_id = ${versionId} and r.prompt_id = k.id`.execute(db);
  return moved.length;
}

async function* pagesOf(db: Tx, versionId: string): AsyncGenerator<Prompt[]> {
  for (let after = ''; ;) {
    const { rows } = await sql<Prompt>`
      select v.id, encode(v.content_hash, 'hex') as key, coalesce(t.messages, p.messages) as messages from version_prompts v join prompts p on p.id = v.id
      left join dataset_texts t on t.version_id = ${versionId}::uuid and t.text_id = v.id
      where v.content_hash > decode(${after}, 'hex') order by v.content_hash limit ${PAGE}`.execute(db);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.key;
  }
}
