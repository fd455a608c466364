import { sql } from 'kysely';
import { type AgreementMeasure, storedEstimate } from '@pairwright/contract/freeze-evidence';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { gradedAmong, isGraded } from '../statistics/agreement/graded.ts';
import { rankingsAmong } from '../statistics/agreement/rankings.ts';
import { unknown } from '../statistics/estimates.ts';
import { countedVotes, type EvidenceSource, sharedVotes } from './shared-votes.sql.ts';

type Scale = Pick<AgreementMeasure, 'of' | 'key'>;

/** Agreement on rankings, thumbs, ratings and criteria: of each that was answered, also where nobody answered it twice. */
export async function scaleAgreement(source: EvidenceSource): Promise<AgreementMeasure[]> {
  const scales = await answeredScales(source);
  if (scales.length === 0) return [];
  const { graded } = scales.some(({ of }) => of !== 'ranking')
    ? await gradedAmong(source, sharedVotes(source, isGraded))
    : { graded: [] };
  const measures: AgreementMeasure[] = [];
  for (const scale of scales) {
    if (scale.of === 'ranking') {
      const rankings = await rankingsAmong(source, sharedVotes(source, sql`j.ranks is not null`));
      measures.push(measure(scale, 'kendall_w', rankings.concordance));
      continue;
    }
    const found = graded.find(({ what, key }) => what === scale.of && key === scale.key);
    measures.push(
      measure(scale, 'alpha_ordinal', found?.alpha),
      measure(scale, 'percent_mean', found?.perAnswer),
    );
  }
  return measures;
}

/** Only what was judged twice was read: nothing there means no overlap. */
function measure(
  scale: Scale,
  name: AgreementMeasure['measure'],
  estimate: Estimate | undefined,
): AgreementMeasure {
  const known = estimate === undefined || estimate.reason === 'no_data' ? unknown('no_overlap') : estimate;
  return { ...scale, measure: name, ...storedEstimate(known) };
}

async function answeredScales(source: EvidenceSource): Promise<Scale[]> {
  const { rows } = await sql<Scale>`
    with counted as (
      select j.outcome, j.ranks, j.details from ${countedVotes(source)} where j.ranks is not null or ${isGraded}
    ), scales as (
      select 'ranking' as of, null as key, 1 as place where exists (select from counted where ranks is not null)
      union all select 'thumbs', null, 2 where exists (select from counted where outcome in ('thumbs_up', 'thumbs_down'))
      union all select distinct 'rating', r.answer ->> 'key', 3 from counted cross join lateral json_array_elements(details -> 'ratings') as r (answer)
      union all select distinct 'criterion', r.answer ->> 'key', 4 from counted cross join lateral json_array_elements(details -> 'criteria') as r (answer)
        where r.answer ->> 'strength' is not null
    )
    select of, key from scales order by place, key collate "C"`.execute(source.db);
  return rows;
}
