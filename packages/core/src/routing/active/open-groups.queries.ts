import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

/** Open comparisons of the same models. */
export interface OpenModels {
  /** Sorted; one model may be there twice. */
  readonly models: string[];
  readonly open: number;
  /** Of those whose imported judgments differ, the share of their pairs that do; descending. */
  readonly disagreement: number[];
}

/** Notes what is open in a table of this transaction, which the other functions here read. */
export async function noteOpen(db: Tx, projectId: string): Promise<void> {
  // A million of them are sorted in memory, by numbers: arrays of names take ten times as long to compare.
  await sql`select set_config('work_mem', '128MB', true)`.execute(db);
  await sql`create temporary table active_open (id uuid, models text[], disagreement float8,
    models_key bigint generated always as (hash_array_extended(models, 0)) stored) on commit drop`.execute(
    db,
  );
  await sql`
    insert into active_open
    with said as (
      select a.comparison_id, gold_key(j.outcome, j.strength, j.ranks, j.details) as said
      from assignments a join judgments j on j.id = a.judgment_id
      where a.project_id = ${projectId} and a.kind = 'imported' and a.state = 'submitted' and a.set_aside is null
    ), counted as (
      select comparison_id, said, count(*) as n from said where said is not null group by comparison_id, said
    ), imported as (
      -- Of all pairs of n judgments those that say the same.
      select comparison_id, 1 - sum(n * (n - 1))::float8 / (sum(n) * (sum(n) - 1))::float8 as disagreement
      from counted group by comparison_id having sum(n) > 1
    )
    select c.id, array[least(a.model, b.model), greatest(a.model, b.model)], coalesce(i.disagreement, 0)
    from comparisons c
    join responses a on a.id = c.response_ids[1]
    join responses b on b.id = c.response_ids[2]
    left join imported i on i.comparison_id = c.id
    where c.project_id = ${projectId} and c.routable
      -- Most have two. As a plain condition it would be taken for one in 200, and a million texts looked up one by one.
      and case cardinality(c.response_ids) when 2 then true else false end
    union all
    select c.id, array(select r.model from responses r where r.id = any (c.response_ids) order by r.model), coalesce(i.disagreement, 0)
    from comparisons c
    left join imported i on i.comparison_id = c.id
    where c.project_id = ${projectId} and c.routable and cardinality(c.response_ids) <> 2`.execute(db);
}

/** By models. Of each group at most `most` disagreements. */
export async function readOpenModels(db: Tx, most: number): Promise<OpenModels[]> {
  const { rows } = await sql<OpenModels>`
    select min(models) as models, count(*)::int as open,
      coalesce((array_agg(disagreement order by disagreement desc) filter (where disagreement > 0))[1:${most}::int], '{}') as disagreement
    from active_open group by models_key order by 1`.execute(db);
  return rows;
}

/** So many comparisons of these models. */
export interface Wanted {
  readonly models: readonly string[];
  readonly n: number;
}

/**
 * The ids of as many comparisons as are wanted of each, in the order of the wishes: those whose imported judgments differ
 * most first, of those alike by a hash of their id, which is the same each time and spreads over prompts.
 */
export async function chooseOpen(db: Tx, wanted: readonly Wanted[]): Promise<string[][]> {
  const { rows } = await sql<{ ids: string[] }>`
    with numbered as (
      select id, models_key, row_number() over (
        partition by models_key order by disagreement desc, uuid_hash_extended(id, 0), id) as nth
      from active_open
    )
    select coalesce(array_agg(o.id order by o.nth), '{}') as ids
    from rows from (jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as (models text[], n int)) with ordinality as w (models, n, place)
    left join numbered o on o.models_key = hash_array_extended(w.models, 0) and o.nth <= w.n
    group by w.place order by w.place`.execute(db);
  return rows.map(({ ids }) => ids);
}
