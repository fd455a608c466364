import { sql } from 'kysely';
import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { shareOf } from '../statistics/estimates.ts';
import { preferences } from './health-rows.sql.ts';
import type { HealthSource } from './health-source.ts';

const BINS = 6;
/** Of strengths -3..3, without their sign. */
const MOST_STRENGTH = 3;

/** What there is how often: labels, kinds of rows, strengths. */
export async function balanceOf(source: HealthSource): Promise<DatasetHealth['balance']> {
  const { rows: kinds } = await sql<{ kind: string; rows: number }>`
    select kind, count(*) as rows from health_rows group by kind order by kind`.execute(source.db);
  const { rows: firsts } = await sql<{ first: number; n: number }>`
    select count(*) filter (where r.first_chosen) as first, count(r.first_chosen) as n from ${preferences}`.execute(
    source.db,
  );
  return {
    first: shareOf(firsts[0]?.first ?? 0, firsts[0]?.n ?? 0),
    kinds,
    kto: await labelsOf(source),
    margins: await marginsOf(source),
  };
}

/**
 * The labels of the files of the KTO formats, by the rule of `toLabels` in formats: of the rows of a comparison in one part each text
 * once, which is good where it wins and bad where it does not; what does both is neither. Texts that the formats refuse are in none.
 */
async function labelsOf({ db }: HealthSource): Promise<DatasetHealth['balance']['kto']> {
  const { rows } = await sql<{ good: number; bad: number }>`
    with sides as (
      select comparison_id, split, chosen_hash as hash, kind = 'preference' as won, chosen_fits as fits from health_rows where kind in ('preference', 'both_bad')
      union all
      select comparison_id, split, rejected_hash, false, rejected_fits from health_rows where kind in ('preference', 'both_bad')
    ), labels as (
      select bool_or(won) as wins, bool_or(not won) as loses from sides where fits group by comparison_id, split, hash
      union all
      select ahead, not ahead from health_rows where kind = 'label' and chosen_fits
    )
    select count(*) filter (where wins and not loses) as good, count(*) filter (where loses and not wins) as bad from labels`.execute(
    db,
  );
  return rows[0] ?? { good: 0, bad: 0 };
}

/** Responses judged alone that are good, of all that have a label. */
export async function goodLabels({ db }: HealthSource): Promise<Estimate> {
  const { rows } = await sql<{ good: number; n: number }>`
    select count(*) filter (where ahead) as good, count(*) as n from health_rows where kind = 'label'`.execute(
    db,
  );
  return shareOf(rows[0]?.good ?? 0, rows[0]?.n ?? 0);
}

/** Strengths on their whole scale; margins of another rule between the least and the most there is. */
async function marginsOf({ db, recipe }: HealthSource): Promise<DatasetHealth['balance']['margins']> {
  const isStrength = !recipe.includeMargin || recipe.margin === 'strength';
  const { rows: ends } = await sql<{ least: number | null; most: number | null }>`
    select min(r.margin) as least, max(r.margin) as most from ${preferences}`.execute(db);
  const { least = null, most = null } = ends[0] ?? {};
  if (least === null || most === null) return [];
  const from = isStrength ? 0 : least;
  const to = isStrength ? MOST_STRENGTH : most;
  if (from === to) return [{ from, to, rows: (await binned(db, { from, to: from + 1 })).get(0) ?? 0 }];
  const bins = await binned(db, { from, to });
  const edge = (bin: number): number => from + ((to - from) * bin) / BINS;
  return Array.from({ length: BINS }, (_, bin) => ({
    from: edge(bin),
    to: edge(bin + 1),
    rows: bins.get(bin) ?? 0,
  }));
}

async function binned(
  db: HealthSource['db'],
  { from, to }: { from: number; to: number },
): Promise<Map<number, number>> {
  const { rows } = await sql<{ bin: number; rows: number }>`
    select least(width_bucket(r.margin, ${from}::float8, ${to}::float8, ${BINS}), ${BINS}) - 1 as bin, count(*) as rows
    from ${preferences} group by 1`.execute(db);
  return new Map(rows.map(({ bin, rows: count }) => [bin, count]));
}

/** Rows by the language of their prompt. */
export async function languagesOf({ db }: HealthSource): Promise<DatasetHealth['languages']> {
  const { rows } = await sql<DatasetHealth['languages'][number]>`
    select p.language as name, count(*) as rows from health_rows r join health_prompts p on p.id = r.prompt_id
    group by 1 order by 2 desc, 1 nulls last limit 50`.execute(db);
  return rows;
}
