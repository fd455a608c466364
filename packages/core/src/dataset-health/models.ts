import { sql } from 'kysely';
import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import { shareOf } from '../statistics/estimates.ts';
import type { HealthSource } from './health-source.ts';

const MOST = 100;

type Model = DatasetHealth['models'][number];

/** Wins and losses against other models in the rows, most rows first. A tie is a row of its own kind, or two halves. */
export async function modelsOf({ db }: HealthSource): Promise<Model[]> {
  const { rows } = await sql<Omit<Model, 'rate'>>`
    with met as (
      select chosen_model, rejected_model, kind = 'preference' and not half as won, case when half then 0.5 else 1 end as each
      from health_rows where (kind = 'tie' or kind = 'preference') and chosen_model <> rejected_model
    ), sides as (
      select chosen_model as name, count(*) filter (where won) as wins, 0::bigint as losses, coalesce(sum(each) filter (where not won), 0) as ties from met group by 1
      union all
      select rejected_model, 0, count(*) filter (where won), coalesce(sum(each) filter (where not won), 0) from met group by 1
    )
    select name, sum(wins)::bigint as wins, sum(losses)::bigint as losses, round(sum(ties))::bigint as ties
    from sides group by name order by sum(wins + losses + ties) desc, name collate "C" limit ${MOST}`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, rate: shareOf(row.wins, row.wins + row.losses) }));
}
