import { sql } from 'kysely';
import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { Overview } from '@pairwright/contract/statistics/overview';
import type { Executor } from '@pairwright/db/database';
import { isPaid, rateOf } from '../../pay/paid.sql.ts';
import { isWithdrawn } from '../../withdrawals/withdrawn.sql.ts';
import { rankedResults } from './ranked.sql.ts';

/** What an overview is made from, of the judgments that count, as in the counters on comparisons. */
export interface OverviewRows {
  /** By day in UTC, the last 366 days with any, oldest first. */
  readonly perDay: Overview['perDay'];
  readonly outcomes: readonly {
    readonly outcome: StoredOutcome;
    readonly n: number;
    readonly leftPicks: number;
  }[];
  /** Judgments that are paid, by the number of their rate; gold, repeats and what was set aside too. */
  readonly paid: Overview['paidByRate'];
  /** How many comparisons have so many votes on a pair, of which so many ordered pairs of votes agree. */
  readonly agreeing: readonly {
    readonly votes: number;
    readonly agreeing: number;
    readonly comparisons: number;
  }[];
  /** Every model with what its responses won, most wins first; at most 1,000. */
  readonly models: Overview['models'];
}

/** Goes through the judgments of a project once for all of it. */
export async function readOverviewRows(db: Executor, projectId: string): Promise<OverviewRows> {
  const list = (of: string, order: string) =>
    sql.raw(`(select coalesce(json_agg(x order by ${order}), '[]') from ${of} x)`);
  const { rows } = await sql<OverviewRows>`
    with counted as materialized (
      -- Strength below 0 prefers the first in canonical order; the first element tells which one stood on the left.
      select j.comparison_id, j.outcome, sign(j.strength) as side, (j.strength < 0) = (a.presented_order[1] = 0) as is_left,
        j.annotator_id, j.created_at, j.source, j.ranks
      from judgments j join assignments a on a.id = j.assignment_id and a.judgment_id = j.id
      where j.project_id = ${projectId} and a.state = 'submitted' and not j.surplus and a.set_aside is null
        and a.kind in ('normal', 'imported') and a.repeat_number = 0 and not ${isWithdrawn(projectId, 'j.comparison_id')}
    ),
    said as materialized (
      select comparison_id, outcome, side, count(*) as n from counted
      where outcome in ('preference', 'tie', 'both_bad') group by comparison_id, outcome, side
    ),
    days as (
      select to_char(x.at, 'YYYY-MM-DD') as day, x.judgments, x.imported, x.annotators from (
        select date_trunc('day', created_at at time zone 'UTC') as at, count(*) as judgments,
          count(*) filter (where source = 'import') as imported, count(distinct annotator_id) as annotators
        from counted group by 1 order by 1 desc limit 366
      ) x
    ),
    outcomes as (
      select outcome, count(*) as n, count(*) filter (where outcome = 'preference' and is_left) as "leftPicks"
      from counted group by outcome
    ),
    paid as (
      select ${rateOf} as rate, count(*) as judgments
      from judgments j join assignments a on a.id = j.assignment_id and a.judgment_id = j.id
      where j.project_id = ${projectId} and ${isPaid} group by 1
    ),
    agreeing as (
      select votes, agreeing, count(*) as comparisons from (
        select sum(n)::int as votes, sum(n * (n - 1))::int as agreeing from said group by comparison_id having sum(n) > 1
      ) of_one group by 1, 2
    ),
    models as (${standings(projectId)})
    select ${list('days', 'x.day')} as "perDay", ${list('outcomes', 'x.outcome')} as outcomes,
      ${list('paid', 'x.rate')} as paid, ${list('agreeing', 'x.votes, x.agreeing')} as agreeing, ${list('models', 'x.wins desc, x.model')} as models`.execute(
    db,
  );
  return rows[0]!;
}

/** Of the votes in `said` and the rankings, added up for each comparison before its responses are looked at. */
function standings(projectId: string) {
  return sql`
    with pairs as (
      select k.response_ids, coalesce(sum(s.n) filter (where s.outcome = 'preference' and s.side < 0), 0) as first,
        coalesce(sum(s.n) filter (where s.outcome = 'preference' and s.side > 0), 0) as second,
        coalesce(sum(s.n) filter (where s.outcome = 'tie'), 0) as ties
      from said s join comparisons k on k.id = s.comparison_id and cardinality(k.response_ids) = 2
      where s.outcome in ('preference', 'tie') group by k.id
    ),
    ranked as (${rankedResults('comparison_id')}),
    results as (
      select r.model, sum(o.wins) as wins, sum(o.losses) as losses, sum(o.ties) as ties
      from (
        select response_ids[1] as id, sum(first) as wins, sum(second) as losses, sum(ties) as ties from pairs group by 1
        union all
        select response_ids[2], sum(second), sum(first), sum(ties) from pairs group by 1
        union all
        select k.response_ids[m.place + 1], sum(s.n) filter (where s.said = m.won), sum(s.n) filter (where s.said not in ('tie', m.won)),
          sum(s.n) filter (where s.said = 'tie')
        from ranked s join comparisons k on k.id = s.comparison_id
        cross join lateral (values (s.i, 'first'), (s.j, 'second')) m (place, won) group by 1
      ) o join responses r on r.id = o.id group by r.model
    ),
    made as (
      select r.model, count(*) as responses from prompts p join responses r on r.prompt_id = p.id where p.project_id = ${projectId} group by r.model
    )
    select m.model, m.responses, coalesce(r.wins, 0)::int as wins, coalesce(r.losses, 0)::int as losses, coalesce(r.ties, 0)::int as ties
    from made m left join results r on r.model = m.model order by wins desc, m.model limit 1000`;
}
