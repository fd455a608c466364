import { sql } from 'kysely';
import type { DropReason, Recipe } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import { judgmentsWithReason, resolvedExpressions } from './resolution.sql.ts';

export interface FreezeTarget {
  readonly versionId: string;
  readonly projectId: string;
  readonly recipe: Recipe;
}

/** What became of the comparisons: rows, or left out for exactly one reason each. */
export interface Outcome {
  readonly comparisons: number;
  readonly rows: number;
  readonly drops: Partial<Record<DropReason, number>>;
}

/** Room for the sorts and hashes of a freeze, per step and on top of the server's own setting; no parallel helpers, so that votes keep a core. */
export async function prepareLongStatements(db: Tx): Promise<void> {
  await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`.execute(
    db,
  );
}

/** Resolves every comparison and stores those that become rows, numbered from 1 in the order of the project. */
export async function insertRows(db: Tx, { versionId, projectId, recipe }: FreezeTarget): Promise<Outcome> {
  const { rows } = await sql<{ dropped: DropReason | null; n: number }>`
    with ${resolvedExpressions(projectId, recipe)},
    decided as materialized (select * from resolved),
    stored as (
      insert into dataset_rows (version_id, ordinal, comparison_id, prompt_id, chosen_id, rejected_id, margin, agreement, judgments)
      select ${versionId}::uuid, row_number() over (order by rank, id), id, prompt_id, chosen_id, rejected_id, margin, agreement, votes
      from decided where dropped is null
      order by rank, id
    )
    select dropped, count(*) as n from decided group by dropped order by dropped`.execute(db);
  return toOutcome(rows);
}

/** The outcome of counts by drop reason, null being the rows. */
export function toOutcome(
  counts: readonly { readonly dropped: DropReason | null; readonly n: number }[],
): Outcome {
  const drops: Partial<Record<DropReason, number>> = {};
  let rows = 0;
  let comparisons = 0;
  for (const { dropped, n } of counts) {
    comparisons += n;
    if (dropped === null) rows += n;
    else drops[dropped] = n;
  }
  return { comparisons, rows, drops };
}

/** Everybody who judged in the project; their pseudonyms are made outside the database, where the key may be used. */
export async function listAnnotators(db: Tx, projectId: string): Promise<string[]> {
  const { rows } = await sql<{
    annotator_id: string;
  }>`select distinct annotator_id from judgments where project_id = ${projectId}`.execute(db);
  return rows.map((row) => row.annotator_id);
}

/** Stores every judgment of the project, counted or not and why, in the order of comparisons and then of time. Gives their number. */
export async function insertVotes(
  db: Tx,
  target: FreezeTarget,
  pseudonyms: ReadonlyMap<string, string>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into dataset_votes (version_id, ordinal, judgment_id, annotator, counted, not_counted_because)
    select ${target.versionId}::uuid, row_number() over (order by c.rank, c.id, j.created_at, j.id), j.id, n.name, j.reason is null, j.reason
    from (${judgmentsWithReason(target.projectId)}) j
    join comparisons c on c.id = j.comparison_id
    join unnest(${[...pseudonyms.keys()]}::uuid[], ${[...pseudonyms.values()]}::text[]) as n (id, name) on n.id = j.annotator_id
    order by c.rank, c.id, j.created_at, j.id`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
