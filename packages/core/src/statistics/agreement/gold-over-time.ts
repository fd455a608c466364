import { sql } from 'kysely';
import type { Agreement, AgreementOptions } from '@pairwright/contract/statistics/agreement';
import type { Source } from '../compute-statistics.service.ts';
import { shareOf } from '../estimates.ts';
import { ofPrompts } from '../passing.sql.ts';
import { dateOf, groupsOf, periodsFor } from './over-time.ts';

/** How often gold comparisons are answered as expected, by everybody together, as the work goes on. */
export async function goldOverTime(
  { db, projectId }: Source,
  options: AgreementOptions,
): Promise<Agreement['gold']> {
  const { rows } = await sql<{ day: number; total: number; matched: number }>`
    select floor(extract(epoch from j.created_at) / 86400)::int as day, count(*)::int as total, count(*) filter (where g.matched)::int as matched
    from gold_results g
    join judgments j on j.id = g.judgment_id
    join assignments a on a.judgment_id = g.judgment_id and a.state = 'submitted'
    join comparisons c on c.id = g.comparison_id
    join prompts p on p.id = c.prompt_id
    where g.project_id = ${projectId} and g.matched is not null and g.exam_attempt is null and ${ofPrompts(options, 'j.created_at')}
    group by 1 order by 1`.execute(db);
  if (rows.length === 0) return { unit: 'day', periods: [] };
  const { unit, periodOf } = periodsFor(Int32Array.from(rows, ({ day }) => day));
  const { periods, groupOf } = groupsOf(periodOf);
  const counts = Array.from(periods, () => ({ matched: 0, total: 0 }));
  rows.forEach(({ matched, total }, at) => {
    const of = counts[groupOf[at]!]!;
    of.matched += matched;
    of.total += total;
  });
  return {
    unit,
    periods: Array.from(periods, (period, at) => ({
      from: dateOf(period),
      share: shareOf(counts[at]!.matched, counts[at]!.total),
    })),
  };
}
