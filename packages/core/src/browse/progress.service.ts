import { sql } from 'kysely';
import type { getProgress as getProgressEndpoint } from '@pairwright/contract/browse';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { type StoredOutcome, storedOutcome } from '@pairwright/contract/judgment';
import type { Executor } from '@pairwright/db/database';
import { inTransaction } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';

type Progress = ResponseOf<typeof getProgressEndpoint>;

/** How far the project is: judgments that count by day (UTC, the last 366 days with any), outcomes, sides and models. */
export async function getProgress(ctx: ProjectContext): Promise<Progress> {
  // One snapshot, so that the numbers agree with each other.
  return inTransaction(
    ctx.db.db,
    async (db) => {
      const perDay = await countDays(db, ctx.projectId);
      const totals = await countOutcomes(db, ctx.projectId);
      const models = await countModels(db, ctx.projectId);
      return { perDay, ...totals, models };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** Judgments that count, as in the counters on comparisons. */
function counted(projectId: string) {
  return sql`
    select j.outcome, j.strength, j.annotator_id, j.created_at, a.presented_order, a.comparison_id
    from judgments j join assignments a on a.id = j.assignment_id and a.judgment_id = j.id
    where j.project_id = ${projectId} and a.state = 'submitted' and takes_place(a.kind) and not j.surplus and a.set_aside is null`;
}

async function countDays(db: Executor, projectId: string): Promise<Progress['perDay']> {
  const { rows } = await sql<Progress['perDay'][number]>`
    select to_char(x.day, 'YYYY-MM-DD') as day, x.judgments, x.annotators from (
      select date_trunc('day', created_at at time zone 'UTC') as day, count(*) as judgments, count(distinct annotator_id) as annotators
      from (${counted(projectId)}) c group by 1 order by 1 desc limit 366
    ) x order by x.day`.execute(db);
  return rows;
}

async function countOutcomes(
  db: Executor,
  projectId: string,
): Promise<Pick<Progress, 'outcomes' | 'leftShare'>> {
  const { rows } = await sql<{ outcome: StoredOutcome; n: number; left_share: number | null }>`
    select outcome, count(*) as n,
      -- Strength below 0 prefers the first in canonical order; the first element tells which one stood on the left.
      avg(((strength < 0) = (presented_order[1] = 0))::int) filter (where outcome = 'preference')::float8 as left_share
    from (${counted(projectId)}) c group by outcome`.execute(db);
  const outcomes = Object.fromEntries(
    storedOutcome.options.map((outcome) => [outcome, rows.find((row) => row.outcome === outcome)?.n ?? 0]),
  ) as Progress['outcomes'];
  return { outcomes, leftShare: rows.find((row) => row.outcome === 'preference')?.left_share ?? null };
}

async function countModels(db: Executor, projectId: string): Promise<Progress['models']> {
  const { rows } = await sql<Progress['models'][number]>`
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
