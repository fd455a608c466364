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
    return {
      shared: { same: null, near: null, looked: 0, of: 0, atLeast: false },
      same: nothing,
      near: nothing,
    };
  await sql`create temporary table health_parts on commit drop as
    select distinct on (prompt_hash, split) prompt_hash, split, prompt_id, comparison_id from health_rows order by prompt_hash, split, ordinal`.execute(
    db,
  );
  await sql`create index on health_parts (prompt_hash, split)`.execute(db);
  await sql`analyze health_parts`.execute(db);
  const same = await samePrompts(source);
  const { rows } = await sql<{ of: number }>`
    select count(*) as of from health_parts where split <> ${largest}`.execute(db);
  const of = rows[0]?.of ?? 0;
  const near = await nearPrompts(source, {
    parts: parts.map(({ split }) => split),
    room: Math.min(of, most),
  });
  const { looked, atLeast } = near;
  return { shared: { same: same.found, near: near.found, looked, of, atLeast }, same, near };
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
  /** The hash of its messages. */
  readonly key: string;
  readonly split: string;
  readonly messages: readonly Message[];
}

/**
 * The prompts outside of the largest part, which is the first, are remembered and all others held against them, so that memory
 * holds the small parts only.
 */
async function nearPrompts(
  source: HealthSource,
  { parts, room }: { parts: readonly string[]; room: number },
): Promise<Found & { looked: number; atLeast: boolean }> {
  const index = new NearIndex(room);
  const keys = new BigInt64Array(room);
  const partOf = new Uint8Array(room);
  const isFound = new Uint8Array(room);
  const pairs: Place[] = [];
  const note = (number: number, prompt: Place): void => {
    if (isFound[number] === 0 && pairs.length < SHOWN)
      pairs.push({ key: `${keys[number]}`, split: parts[partOf[number] ?? 0] ?? '' }, prompt);
    isFound[number] = 1;
  };
  for await (const { key, split, messages } of promptsOf(source, sql`h.split <> ${parts[0]}`, room)) {
    const number = index.size;
    const part = parts.indexOf(split);
    keys[number] = BigInt(key);
    partOf[number] = part;
    for (const other of index.meet(textOf(messages), part, true)) {
      // The same prompt is told of elsewhere.
      if (keys[other] === keys[number]) continue;
      isFound[number] = 1;
      note(other, { key, split });
    }
  }
  for await (const { key, split, messages } of promptsOf(source, sql`h.split = ${parts[0]}`, null))
    for (const number of index.meet(textOf(messages), 0, false))
      if (keys[number] !== BigInt(key)) note(number, { key, split });
  const found = isFound.reduce((sum, one) => sum + one, 0);
  return { found, rows: await rowsAt(source, pairs), looked: index.size, atLeast: index.isPartial };
}

const textOf = (messages: Prompt['messages']): string =>
  messages.map(({ content }) => content ?? '').join('\n');

type Place = Pick<Prompt, 'key' | 'split'>;

/** In this order, two that belong together beside one another. */
async function rowsAt({ db }: HealthSource, places: readonly Place[]): Promise<HealthRow[]> {
  const { rows } = await sql<HealthRow>`
    select h.comparison_id as "comparisonId", h.split, p.words, null as number
    from unnest(${places.map(({ key }) => key)}::bigint[], ${places.map(({ split }) => split)}::text[]) with ordinality as w (key, split, place)
    join health_parts h on h.prompt_hash = w.key and h.split = w.split
    join health_prompts p on p.id = h.prompt_id order by w.place`.execute(db);
  return rows;
}

/** In the order of their hashes, which is the same for the same texts. */
async function* promptsOf(
  { db, signal }: HealthSource,
  filter: ReturnType<typeof sql>,
  most: number | null,
): AsyncGenerator<Prompt> {
  await sql`declare health_prompts_read no scroll cursor for
    select h.prompt_hash::text as key, h.split, p.messages from health_parts h join prompts p on p.id = h.prompt_id
    where ${filter} order by h.prompt_hash, h.split limit ${most}`.execute(db);
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql<Prompt>`fetch ${sql.lit(PAGE)} from health_prompts_read`.execute(db);
    yield* rows;
    if (rows.length < PAGE) break;
  }
  await sql`close health_prompts_read`.execute(db);
}
