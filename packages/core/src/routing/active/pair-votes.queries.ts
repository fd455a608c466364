import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { judgmentsWithReason } from '../../datasets/resolution.sql.ts';
import { rankedPair, unitsByNumber } from '../../datasets/units.sql.ts';

/** Equal votes on two models. */
export interface PairVotes {
  readonly first: string;
  readonly second: string;
  readonly said: 'first' | 'second' | 'tie';
  /** A ranking of k responses has weight 2/k for each of its pairs: k - 1 altogether. */
  readonly weight: number;
}

/** The votes of a project that count and tell of two different models, counted by what they say. Both bad tells nothing. */
export async function readPairVotes(db: Executor, projectId: string): Promise<PairVotes[]> {
  const { rows } = await sql<PairVotes>`
    with judged as materialized (
      select x.comparison_id, x.outcome, x.strength, x.ranks from (${judgmentsWithReason(projectId)}) x
      where x.reason is null and x.outcome in ('preference', 'tie', 'ranking')
    ), told as (
      select comparison_id, 0 as i, 1 as j, 1::float8 as weight,
        case when outcome = 'tie' then 'tie' when strength < 0 then 'first' else 'second' end as said
      from judged where ranks is null
      union all
      select t.comparison_id, u.i, u.j, 2::float8 / cardinality(t.ranks), ${sql.raw(rankedPair('t.ranks[u.i + 1]', 't.ranks[u.j + 1]'))}
      from judged t join ${unitsByNumber} on u.n = cardinality(t.ranks) where t.ranks is not null
    )
    select a.model as first, b.model as second, t.said, sum(t.weight) as weight
    from told t
    join comparisons c on c.id = t.comparison_id
    join responses a on a.id = c.response_ids[t.i + 1]
    join responses b on b.id = c.response_ids[t.j + 1]
    where a.model <> b.model and t.said in ('first', 'second', 'tie')
    group by 1, 2, 3
    order by 1, 2, 3`.execute(db);
  return rows;
}
