import { sql } from 'kysely';
import type {
  DropReason,
  Recipe,
  RowCounts,
  RowKind,
  UnitCounts,
  UnitKind,
} from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import { fileOrder, rowOrder } from './file-order.sql.ts';
import { faultReasons, judgmentFilter } from './filters.sql.ts';
import { judgmentsOf, resolvedExpressions } from './resolution.sql.ts';
import type { Resolving } from './resolving.sql.ts';
import { decidedExpressions } from './rows.sql.ts';
import { joinedForSplit, lastExpression, splitOf } from './split.sql.ts';

/** What a freeze fills besides the version itself; each has the version's id in its key. */
export const frozenTables = [
  'dataset_rows',
  'dataset_votes',
  'dataset_texts',
  'dataset_drops',
  'dataset_decisions',
  'dataset_joined_prompts',
] as const;

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

/**
 * What follows the comparison's id in the id of the row: nothing; the two responses; the judgment where every vote is a row;
 * of a halved tie which response is chosen; of a rewrite the judgment and the response.
 */
export const idSuffix = sql.raw(
  `case when source = 'rewrite' then concat('-', judgment_id, '-', i)
    else nullif(concat(case when n > 2 then concat('-', i, '-', j) end, '-' || judgment_id, case half when 1 then '-first' when 2 then '-second' end), '') end`,
);

/** Resolves every unit and stores those that become rows, numbered from 1 in their order, and of the others why not. */
export async function insertRows(
  db: Tx,
  { versionId, ...of }: FreezeTarget & Pick<Resolving, 'weights'>,
): Promise<Outcome> {
  const { split } = of.recipe;
  const { rows } = await sql<UnitCount>`
    with ${resolvedExpressions(of)},
    ${decidedExpressions(of.recipe, rowOrder)},
    ${lastExpression(split)}
    stored as (
      insert into dataset_rows (version_id, ordinal, comparison_id, prompt_id, chosen_id, rejected_id, margin, agreement, judgments, source, id_suffix, judgment_id,
        kind, split, weight, detail)
      select ${versionId}::uuid, ordinal, d.id, d.prompt_id, chosen_id, rejected_id, margin, agreement, votes, d.source, suffix, judgment_id,
        kind, ${splitOf(split)}, weight, detail
      from (
        select *, row_number() over (order by ${fileOrder(of.recipe)}) as ordinal, ${idSuffix} as suffix from decided where dropped is null
      ) d ${joinedForSplit(split)}
      order by ordinal
    ),
    left_out as (
      insert into dataset_drops (version_id, comparison_id, id_suffix, reason)
      select ${versionId}::uuid, id, coalesce(${idSuffix}, ''), dropped from decided where dropped is not null order by id, 3
    )
    ${countUnits}`.execute(db);
  return toOutcome(rows);
}

/** Units by source and fate. `comparisons`: how many have their first unit here. */
export interface UnitCount {
  readonly kind: UnitKind;
  readonly dropped: DropReason | null;
  readonly n: number;
  readonly comparisons: number;
}

export const countUnits = sql`
  select source as kind, dropped, count(*) as n, count(*) filter (where leads) as comparisons
  from decided group by 1, 2 order by 1, 2`;

/** The outcome of counts by source and drop reason, null being the rows. */
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

/** Stores the reviewers' decisions that hold, where the recipe asks for them. */
export async function insertDecisions(db: Tx, { versionId, projectId, recipe }: FreezeTarget): Promise<void> {
  if (recipe.adjudicated === 'ignore' && !recipe.filters.adjudicatedOnly) return;
  await sql`
    insert into dataset_decisions (version_id, comparison_id, decision_id)
    select ${versionId}::uuid, comparison_id, id from review_decisions where project_id = ${projectId} and withdrawn_at is null
    order by comparison_id`.execute(db);
}

/** Rows of a version by split and kind. */
export async function countRows(db: Tx, versionId: string): Promise<RowCounts> {
  const { rows } = await sql<{ split: string; kind: RowKind; n: number }>`
    select split, kind, count(*) as n from dataset_rows where version_id = ${versionId} group by 1, 2 order by 1, 2`.execute(
    db,
  );
  const counts: Record<string, Partial<Record<RowKind, number>>> = {};
  for (const { split, kind, n } of rows) counts[split] = { ...counts[split], [kind]: n };
  return counts;
}

/** Everybody who judged in the project; their pseudonyms are made outside the database, where the key may be used. */
export async function listAnnotators(db: Tx, projectId: string): Promise<string[]> {
  const { rows } = await sql<{
    annotator_id: string;
  }>`select distinct annotator_id from judgments where project_id = ${projectId}`.execute(db);
  return rows.map((row) => row.annotator_id);
}

/**
 * Stores every judgment of the project, counted or not and why, in the order of comparisons and then of time. Those on a comparison
 * that the recipe leaves out whole (see `faultReasons`) count as little as those that it leaves out themselves. Gives their number.
 */
export async function insertVotes(
  db: Tx,
  target: FreezeTarget,
  { names, drops }: { readonly names: ReadonlyMap<string, string | null> } & Pick<Outcome, 'drops'>,
): Promise<number> {
  const left = faultReasons.filter((reason) => (drops[reason] ?? 0) > 0);
  // Looked up one by one: of rows of its own transaction the planner knows nothing, and a join might be a loop over all of them.
  const isOutside =
    left.length === 0
      ? sql`false`
      : sql`exists (select from dataset_drops d where d.version_id = ${target.versionId}::uuid and d.comparison_id = o.comparison_id and d.reason = any(${left}::text[]))`;
  const { numAffectedRows } = await sql`
    insert into dataset_votes (version_id, ordinal, judgment_id, annotator, counted, not_counted_because)
    select ${target.versionId}::uuid, row_number() over (order by c.rank, c.id, j.created_at, j.id), j.id, n.name,
      j.why is null, j.why
    from (
      select o.*, case when o.reason is not null then o.reason when ${isOutside} then 'filtered' end as why
      from (${judgmentsOf(target.projectId, { filtered: judgmentFilter(target.projectId, target.recipe) })}) o offset 0
    ) j
    join comparisons c on c.id = j.comparison_id
    join unnest(${[...names.keys()]}::uuid[], ${[...names.values()]}::text[]) as n (id, name) on n.id = j.annotator_id
    order by c.rank, c.id, j.created_at, j.id`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
