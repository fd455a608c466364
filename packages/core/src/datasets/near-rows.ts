import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { UnitKind } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import type { Tx } from '@pairwright/db/transaction';
import { NearDuplicates } from '@pairwright/formats/near-duplicates';
import { readPromptGroups } from './near-prompts.ts';
import { takeOut } from './take-out.ts';

const PAGE = 2_000;

/**
 * Takes out rows that say nearly what an earlier one says: of prompts that are nearly the same, with a chosen and a rejected
 * response that are nearly the same as those of the other row, each with its own, and the same answer. Gives how many, by what they come
 * from. Memory: a few numbers of each prompt, and of the responses to one group of prompts.
 */
export async function dropNearRows(
  db: Tx,
  versionId: string,
): Promise<Readonly<Partial<Record<UnitKind, number>>>> {
  await storeGroups(db, versionId);
  const ordinals = await laterOf(rowsOf(db, versionId));
  return takeOut(db, { versionId, ordinals, reason: 'near_duplicate' });
}

/** Of rows in the order of their groups and then of the file those that say nearly what an earlier one says. */
export async function laterOf(rows: AsyncIterable<GroupedRow> | Iterable<GroupedRow>): Promise<number[]> {
  const later: number[] = [];
  let group: Group | undefined;
  for await (const row of rows) {
    if (group?.number !== row.number) {
      later.push(...(group?.later() ?? []));
      group = new Group(row.number);
    }
    group.add(row);
  }
  return [...later, ...(group?.later() ?? [])];
}

/** Rows by the group of their prompt, where a group has more than one. */
async function storeGroups(db: Tx, versionId: string): Promise<void> {
  const prompts = await readPromptGroups(db, versionId);
  await sql`create temporary table near_groups (prompt_id uuid, number int) on commit drop`.execute(db);
  for (let from = 0; from < prompts.length; from += 50_000) {
    const page = prompts.slice(from, from + 50_000);
    await sql`insert into near_groups select * from unnest(${page.map(({ id }) => id)}::uuid[], ${page.map(({ root }) => root)}::int[])`.execute(
      db,
    );
  }
  await sql`create temporary table near_rows on commit drop as
    select number, ordinal from (
      select g.number, r.ordinal, count(*) over (partition by g.number) as rows
      from dataset_rows r join near_groups g using (prompt_id) where r.version_id = ${versionId}
    ) n where rows > 1`.execute(db);
  await sql`create index on near_rows (number, ordinal)`.execute(db);
  await sql`analyze near_rows`.execute(db);
}

/** A row with the number of the group of its prompt. */
export interface GroupedRow {
  readonly number: number;
  readonly ordinal: number;
  readonly kind: string;
  /** One of the two rows of a tie. */
  readonly half: boolean;
  readonly detail: unknown;
  readonly chosen: readonly Message[];
  readonly rejected: readonly Message[] | null;
}

async function* rowsOf(db: Tx, versionId: string): AsyncGenerator<GroupedRow> {
  for (let [number, ordinal] = [-1, -1]; ;) {
    const { rows } = await sql<GroupedRow>`
      select n.number, n.ordinal, r.kind, coalesce(r.id_suffix ~ '-(first|second)$', false) as half, r.detail, a.messages as chosen, b.messages as rejected
      from (
        select number, ordinal from near_rows where (number, ordinal) > (${number}::int, ${ordinal}::bigint) order by number, ordinal limit ${PAGE}
      ) n join dataset_rows r on r.version_id = ${versionId} and r.ordinal = n.ordinal
      join responses a on a.id = r.chosen_id left join responses b on b.id = r.rejected_id
      order by n.number, n.ordinal`.execute(db);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    [number, ordinal] = [last.number, last.ordinal];
  }
}

interface Said {
  readonly ordinal: number;
  /** Kind and answer. */
  readonly said: string;
  /** Neither response won: nothing tells which is the first. */
  readonly isEven: boolean;
  readonly chosen: number;
  readonly rejected: number | null;
}

/** The rows of prompts that are nearly the same. Which texts belong together is known only when all are there. */
class Group {
  readonly number: number;
  readonly #near = new NearDuplicates();
  readonly #texts = new Map<string, number>();
  readonly #rows: Said[] = [];

  constructor(number: number) {
    this.number = number;
  }

  add({ ordinal, kind, half, detail, chosen, rejected }: GroupedRow): void {
    this.#rows.push({
      ordinal,
      said: JSON.stringify([kind, half, detail]),
      isEven: kind === 'tie' || kind === 'both_bad',
      chosen: this.#number(chosen),
      rejected: rejected === null ? null : this.#number(rejected),
    });
  }

  /** The rows that say nearly what an earlier one says. */
  later(): number[] {
    const seen = new Set<string>();
    return this.#rows.flatMap((row) => {
      const key = `${row.said} ${this.#textsOf(row).join(' ')}`;
      if (seen.has(key)) return [row.ordinal];
      seen.add(key);
      return [];
    });
  }

  /** Where the two responses are nearly the same themselves, nothing but the texts tells which of them is which. */
  #textsOf({ chosen, rejected, isEven }: Said): (number | string)[] {
    const root = this.#near.rootOf(chosen);
    if (rejected === null) return [root];
    const inOrder = (one: number, other: number) =>
      isEven ? [one, other].toSorted((a, b) => a - b) : [one, other];
    const other = this.#near.rootOf(rejected);
    return root === other ? ['text', ...inOrder(chosen, rejected)] : inOrder(root, other);
  }

  /** The same text has the same number, also one in which there is nothing to compare. */
  #number(messages: readonly Message[]): number {
    const hash = createHash('sha256').update(JSON.stringify(messages)).digest('base64');
    const known = this.#texts.get(hash);
    if (known !== undefined) return known;
    const number = this.#near.add(messages.map(({ content }) => content ?? '').join('\n'));
    this.#texts.set(hash, number);
    return number;
  }
}
