import { sql } from 'kysely';
import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { humanCeiling } from '@pairwright/stats/agreement/ceiling';
import { clusteredRatio } from '@pairwright/stats/agreement/clustered';
import { labelCeiling, type LeadCount } from '@pairwright/stats/agreement/label-ceiling';
import { newColumn } from '../statistics/columns.ts';
import { estimateOf, unknown } from '../statistics/estimates.ts';
import { eachRow } from '../statistics/read-votes.ts';
import { twoWayVotes } from './health-votes.sql.ts';
import { type Found, type HealthSource, SHOWN } from './health-source.ts';

export interface LabelNoise {
  readonly labels: DatasetHealth['labels'];
  /** Rows of which somebody said the opposite. */
  readonly split: Found;
}

/**
 * How often labels can be right, from the votes that count. Agreement is that of two-way votes (see `twoWayVotes`), also of what is
 * no row; its interval takes the votes on a prompt as one, and with them the pairs of one ranking.
 */
export async function labelNoise(source: HealthSource): Promise<LabelNoise> {
  const { db } = source;
  await sql`create temporary table health_votes on commit drop as ${twoWayVotes(source)}`.execute(db);
  await sql`analyze health_votes`.execute(db);
  const agreement = await readAgreement(source);
  const { rows } = await sql<{ lead: number; rows: number; split: number }>`
    select case when r.ahead then v.first - v.second else v.second - v.first end as lead, count(*) as rows,
      count(*) filter (where least(v.first, v.second) > 0) as split
    from health_rows r join health_votes v using (comparison_id, i, j) where r.ahead is not null and not r.half
    group by 1 order by 1`.execute(db);
  const leads = rows.map(({ lead, rows: count }) => ({ lead, rows: count }));
  const found = rows.reduce((sum, of) => sum + of.split, 0);
  return {
    labels: { agreement, ...ceilingOf(agreement, leads), leads },
    split: { found, rows: found === 0 ? [] : await splitRows(source) },
  };
}

async function readAgreement(source: HealthSource): Promise<Estimate> {
  const [agreeing, pairs] = [newColumn.float(), newColumn.float()];
  const byPrompt = sql<{ agreeing: number; pairs: number }>`
    select (sum(first * (first - 1) + second * (second - 1)) / 2)::float8 as agreeing,
      (sum((first + second) * (first + second - 1)) / 2)::float8 as pairs
    from health_votes where first + second > 1 group by prompt_id order by prompt_id`;
  await eachRow(source, byPrompt, (row) => {
    agreeing.push(row.agreeing);
    pairs.push(row.pairs);
  });
  const { rows } = await sql<{ any: boolean }>`select exists (select from health_votes) as any`.execute(
    source.db,
  );
  const ends = clusteredRatio(agreeing.values(), pairs.values());
  const n = pairs.values().reduce((sum, of) => sum + of, 0);
  return estimateOf(ends.value, { n, ends, reason: rows[0]?.any === true ? 'no_overlap' : 'no_data' });
}

/** The ceiling rises with agreement, so its ends are those of the agreement. */
function ceilingOf(
  agreement: Estimate,
  leads: readonly { readonly lead: number; readonly rows: number }[],
): Pick<DatasetHealth['labels'], 'accuracy' | 'ceiling'> {
  const counts: LeadCount[] = leads.map(({ lead, rows }) => ({ lead, labels: rows }));
  const rows = leads.reduce((sum, of) => sum + of.rows, 0);
  const middle = humanCeiling(agreement.value);
  if (middle.accuracy === null) {
    const reason = agreement.reason ?? middle.reason ?? 'no_data';
    return { accuracy: unknown(reason, agreement.n), ceiling: unknown(reason, rows) };
  }
  // Agreement below one half implies no accuracy: that of a coin is the least.
  const end = (value: number | null): number | null =>
    value === null ? null : (humanCeiling(value).accuracy ?? 0.5);
  const [low, high] = [end(agreement.low), end(agreement.high)];
  const at = (accuracy: number | null): number | null =>
    accuracy === null ? null : labelCeiling(accuracy, counts);
  return {
    accuracy: estimateOf(middle.accuracy, { n: agreement.n, ends: { low, high }, reason: null }),
    ceiling: estimateOf(at(middle.accuracy), {
      n: rows,
      ends: { low: at(low), high: at(high) },
      reason: 'no_data',
    }),
  };
}

/** Those with the least lead first. */
async function splitRows({ db }: HealthSource): Promise<Found['rows']> {
  const { rows } = await sql<Found['rows'][number]>`
    select r.comparison_id as "comparisonId", r.split, p.words, case when r.ahead then v.first - v.second else v.second - v.first end as number
    from health_rows r join health_votes v using (comparison_id, i, j) join health_prompts p on p.id = r.prompt_id
    where r.ahead is not null and not r.half and least(v.first, v.second) > 0
    order by 4, r.ordinal limit ${SHOWN}`.execute(db);
  return rows;
}
