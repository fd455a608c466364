import { sql } from 'kysely';
import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { Overview } from '@pairwright/contract/statistics/overview';
import type { Executor } from '@pairwright/db/database';

/** Judgments that count, as in the counters on comparisons. */
function counted(projectId: string) {
  return sql`
    select j.outcome, j.strength, j.annotator_id, j.created_at, j.source, a.presented_order, a.comparison_id, a.kind
    from judgments j join assignments a on a.id = j.assignment_id and a.judgment_id = j.id
    where j.project_id = ${projectId} and a.state = 'submitted' and not j.surplus and a.set_aside is null
      and a.kind in ('normal', 'imported') and a.repeat_number = 0`;
}

/** By day in UTC, the last 366 days with any, oldest first. */
export async function countDays(db: Executor, projectId: string): Promise<Overview['perDay']> {
  const { rows } = await sql<Overview['perDay'][number]>`
    select to_char(x.day, 'YYYY-MM-DD') as day, x.judgments, x.imported, x.annotators from (
      select date_trunc('day', created_at at time zone 'UTC') as day, count(*) as judgments,
        count(*) filter (where source = 'import') as imported, count(distinct annotator_id) as annotators
      from (${counted(projectId)}) c group by 1 order by 1 desc limit 366
    ) x order by x.day`.execute(db);
  return rows;
}

interface OutcomeRow {
  readonly outcome: StoredOutcome;
  readonly n: number;
  readonly left_picks: number;
  readonly paid: number;
}

export async function countOutcomes(db: Executor, projectId: string): Promise<OutcomeRow[]> {
  const { rows } = await sql<OutcomeRow>`
    select outcome, count(*) as n,
      -- Strength below 0 prefers the first in canonical order; the first element tells which one stood on the left.
      count(*) filter (where outcome = 'preference' and (strength < 0) = (presented_order[1] = 0)) as left_picks,
      count(*) filter (where source = 'annotator' and kind = 'normal') as paid
    from (${counted(projectId)}) c group by outcome`.execute(db);
  return rows;
}

/** How many comparisons have so many votes on a pair, of which so many ordered pairs of votes agree. */
export async function countAgreeing(
  db: Executor,
  projectId: string,
): Promise<{ votes: number; agreeing: number; comparisons: number }[]> {
  const { rows } = await sql<{ votes: number; agreeing: number; comparisons: number }>`
    select votes::int, agreeing::int, count(*) as comparisons from (
      select sum(n) as votes, sum(n * (n - 1)) as agreeing from (
        select comparison_id, count(*) as n from (${counted(projectId)}) c
        where outcome in ('preference', 'tie', 'both_bad') group by comparison_id, outcome, sign(strength)
      ) said group by comparison_id having sum(n) > 1
    ) of_one group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** Every model with what its responses won, most wins first; at most 1,000. */
export async function countModels(db: Executor, projectId: string): Promise<Overview['models']> {
  const { rows } = await sql<Overview['models'][number]>`
    with decided as (
      select r.model, case when c.outcome = 'tie' then 'tie' when (c.strength < 0) = (o.place = 1) then 'win' else 'loss' end as result
      from (${counted(projectId)}) c
      join comparisons k on k.id = c.comparison_id and cardinality(k.response_ids) = 2
      cross join lateral unnest(k.response_ids) with ordinality as o (id, place)
      join responses r on r.id = o.id
      where c.outcome in ('preference', 'tie')
    ), results as (
      select model, count(*) filter (where result = 'win') as wins, count(*) filter (where result = 'loss') as losses,
        count(*) filter (where result = 'tie') as ties
      from decided group by model
    ), made as (
      select r.model, count(*) as responses from prompts p join responses r on r.prompt_id = p.id where p.project_id = ${projectId} group by r.model
    )
    select m.model, m.responses, coalesce(r.wins, 0)::int as wins, coalesce(r.losses, 0)::int as losses, coalesce(r.ties, 0)::int as ties
    from made m left join results r on r.model = m.model order by wins desc, m.model limit 1000`.execute(db);
  return rows;
}
