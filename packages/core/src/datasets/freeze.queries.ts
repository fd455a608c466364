import { sql } from 'kysely';
import type { DropReason, Recipe, UnitCounts, UnitKind } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import { judgmentsWithReason, resolvedExpressions } from './resolution.sql.ts';

export interface FreezeTarget {
  readonly versionId: string;
  readonly projectId: string;
  readonly recipe: Recipe;
}

/** What became of the units: rows, or left out for exactly one reason each. */
export interface Outcome {
  readonly comparisons: number;
  readonly units: number;
  readonly rows: number;
  readonly kinds: UnitCounts;
  readonly drops: Partial<Record<DropReason, number>>;
}

/** Room for the sorts and hashes of a freeze, per step and on top of the server's own setting; no parallel helpers, so that votes keep a core. */
export async function prepareLongStatements(db: Tx): Promise<void> {
  await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`.execute(
    db,
  );
}

/** The order of the rows: that of the project, the units of a comparison in theirs, then its rewrites by age. */
export const rowOrder = sql.raw('rank, id, created_at nulls first, judgment_id nulls first, i, j');

/** What a unit comes from. */
export const unitKind = sql.raw(
  "case when judgment_id is not null then 'rewrite' when n > 2 then 'ranking' when n = 2 then 'pair' else 'single' end",
);

/** What follows the comparison's id in the id of the row: nothing, the two responses, or judgment and response. */
export const idSuffix = sql.raw(
  "case when judgment_id is not null then concat('-', judgment_id, '-', i) when n > 2 then concat('-', i, '-', j) end",
);

/** Resolves every unit and stores those that become rows, numbered from 1 in their order. */
export async function insertRows(db: Tx, { versionId, projectId, recipe }: FreezeTarget): Promise<Outcome> {
  const { rows } = await sql<UnitCount>`
    with ${resolvedExpressions(projectId, recipe)},
    decided as materialized (select * from resolved),
    stored as (
      insert into dataset_rows (version_id, ordinal, comparison_id, prompt_id, chosen_id, rejected_id, margin, agreement, judgments, source, id_suffix, judgment_id)
      select ${versionId}::uuid, row_number() over (order by ${rowOrder}), id, prompt_id, chosen_id, rejected_id, margin, agreement, votes,
        ${unitKind}, ${idSuffix}, judgment_id
      from decided where dropped is null
      order by ${rowOrder}
    )
    ${countUnits}`.execute(db);
  return toOutcome(rows);
}

/** Units by kind and fate. `comparisons`: how many have their first unit here. */
export interface UnitCount {
  readonly kind: UnitKind;
  readonly dropped: DropReason | null;
  readonly n: number;
  readonly comparisons: number;
}

export const countUnits = sql`
  select ${unitKind} as kind, dropped, count(*) as n, count(*) filter (where judgment_id is null and (i is null or (i = 0 and j = 1))) as comparisons
  from decided group by 1, 2 order by 1, 2`;

/** The outcome of counts by kind and drop reason, null being the rows. */
export function toOutcome(counts: readonly UnitCount[]): Outcome {
  const drops: Partial<Record<DropReason, number>> = {};
  const kinds: UnitCounts = {};
  const total = { comparisons: 0, units: 0, rows: 0 };
  for (const { kind, dropped, n, comparisons } of counts) {
    const rows = dropped === null ? n : 0;
    const before = kinds[kind] ?? { units: 0, rows: 0 };
    kinds[kind] = { units: before.units + n, rows: before.rows + rows };
    total.comparisons += comparisons;
    total.units += n;
    total.rows += rows;
    if (dropped !== null) drops[dropped] = (drops[dropped] ?? 0) + n;
  }
  return { ...total, kinds, drops };
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
