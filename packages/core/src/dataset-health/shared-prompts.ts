import { sql } from 'kysely';
import type { DatasetHealth, HealthRow } from '@pairwright/contract/dataset-health';
import type { Message } from '@pairwright/contract/shapes';
import { NearIndex } from '@pairwright/formats/near-index';
import { type Found, type HealthSource, SHOWN } from './health-source.ts';

const PAGE = 1_000;
/** Prompts outside of the largest part that are held against all others: what their hashes take must fit into memory. */
const MOST = 200_000;

export interface SharedPrompts {
  readonly shared: DatasetHealth['shared'];
  readonly same: Found;
  readonly near: Found;
}

const nothing: Found = { found: 0, rows: [] };

/** Prompts that are in several parts of the version, the same or nearly the same. */
export async function sharedPrompts(source: HealthSource, most = MOST): Promise<SharedPrompts> {
  const { db } = source;
  const { rows: parts } = await sql<{
    split: string;
  }>`select split from health_rows group by split order by count(*) desc, split`.execute(db);
  const largest = parts[0]?.split;
  if (largest === undefined || parts.length < 2)
    return { shared: { same: null, near: null, looked: 0, of: 0 }, same: nothing, near: nothing };
  await sql`create temporary table health_parts on commit drop as
    select distinct on (prompt_hash, split) prompt_hash, split, prompt_id, comparison_id from health_rows order by prompt_hash, split, ordinal`.execute(
    db,
  );
  await sql`create index on health_parts (prompt_hash, split)`.execute(db);
  await sql`analyze health_parts`.execute(db);
  const same = await samePrompts(source);
  const near = await nearPrompts(source, { largest, most });
  const { rows } = await sql<{ of: number }>`
    select count(*) as of from health_parts where split <> ${largest}`.execute(db);
  return {
    shared: { same: same.found, near: near.found, looked: near.looked, of: rows[0]?.of ?? 0 },
    same,
    near,
  };
}

async function samePrompts({ db }: HealthSource): Promise<Found> {
  const { rows } = await sql<{ found: number }>`
    select count(*) as found from (select from health_parts group by prompt_hash having count(*) > 1) shared`.execute(
    db,
  );
  const { rows: shown } = await sql<HealthRow>`
    select h.comparison_id as "comparisonId", h.split, p.words, null as number
    from health_parts h join health_prompts p on p.id = h.prompt_id
    where h.prompt_hash in (select prompt_hash from health_parts group by prompt_hash having count(*) > 1)
    order by h.prompt_hash, h.split limit ${SHOWN}`.execute(db);
  return { found: rows[0]?.found ?? 0, rows: shown };
}

interface Prompt {
  readonly key: string;
  readonly split: string;
  readonly messages: readonly Message[];
  readonly comparisonId: string;
  readonly words: string;
}

/**
 * The prompts outside of the largest part are remembered and all others held against them, so that memory holds the small
 * parts only.
 */
async function nearPrompts(
  source: HealthSource,
  { largest, most }: { largest: string; most: number },
): Promise<Found & { looked: number }> {
  const index = new NearIndex<string>();
  const kept: Omit<Prompt, 'messages'>[] = [];
  const found = new Set<number>();
  const rows: HealthRow[] = [];
  const note = (prompt: Prompt, number: number): void => {
    const other = kept[number];
    // The same prompt is told of elsewhere.
    if (other === undefined || other.key === prompt.key) return;
    if (!found.has(number) && rows.length < SHOWN) rows.push(shown(other), shown(prompt));
    found.add(number);
  };
  for await (const prompt of promptsOf(source, sql`h.split <> ${largest}`, most)) {
    const text = textOf(prompt);
    const number = index.size;
    const others = index.find(text, prompt.split);
    const { messages: _messages, ...rest } = prompt;
    kept.push(rest);
    index.add(text, prompt.split);
    for (const other of others) {
      if (kept[other]?.key !== prompt.key) found.add(number);
      note(prompt, other);
    }
  }
  for await (const prompt of promptsOf(source, sql`h.split = ${largest}`, null))
    for (const number of index.find(textOf(prompt), prompt.split)) note(prompt, number);
  return { found: found.size, rows, looked: index.size };
}

const textOf = ({ messages }: Prompt): string => messages.map(({ content }) => content ?? '').join('\n');

const shown = ({ comparisonId, split, words }: Omit<Prompt, 'messages'>): HealthRow => ({
  comparisonId,
  split,
  words,
  number: null,
});

/** In the order of their hashes, which is the same for the same texts. */
async function* promptsOf(
  { db, signal }: HealthSource,
  filter: ReturnType<typeof sql>,
  most: number | null,
): AsyncGenerator<Prompt> {
  await sql`declare health_prompts_read no scroll cursor for
    select h.prompt_hash::text as key, h.split, p.messages, h.comparison_id as "comparisonId", n.words
    from health_parts h join prompts p on p.id = h.prompt_id join health_prompts n on n.id = h.prompt_id
    where ${filter} order by h.prompt_hash, h.split limit ${most}`.execute(db);
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql<Prompt>`fetch ${sql.lit(PAGE)} from health_prompts_read`.execute(db);
    yield* rows;
    if (rows.length < PAGE) break;
  }
  await sql`close health_prompts_read`.execute(db);
}
