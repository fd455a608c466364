import { sql } from 'kysely';
import type { DatasetHealth, HealthStep } from '@pairwright/contract/dataset-health';
import { balanceOf, goodLabels, languagesOf } from './balance.ts';
import { baselinesOf } from './baselines.ts';
import { findingsOf } from './findings.ts';
import { prepareHealthRows } from './health-rows.sql.ts';
import type { HealthSource } from './health-source.ts';
import { labelNoise } from './labels.ts';
import { modelsOf } from './models.ts';
import { contradictionsOf, largestPrompts, lengthsOf } from './rows-concerned.ts';
import { sharedPrompts } from './shared-prompts.ts';

/**
 * What training on the rows of a version will meet. Everything is counted in the database over all rows; memory holds a few
 * numbers of each prompt with two votes on a pair, and the prompts outside of the largest part.
 */
export async function computeHealth(
  source: HealthSource,
  begin: (step: HealthStep) => Promise<void>,
): Promise<DatasetHealth> {
  await begin('texts');
  await prepareHealthRows(source.db, source.versionId);
  await begin('labels');
  const { labels, split } = await labelNoise(source);
  await begin('baselines');
  const baselines = await baselinesOf(source);
  const models = await modelsOf(source);
  const contradictions = await contradictionsOf(source);
  await begin('prompts');
  const { shared, same, near } = await sharedPrompts(source);
  await begin('balance');
  const { lengths, long } = await lengthsOf(source);
  const largest = await largestPrompts(source);
  const numbers = {
    ...(await countAll(source)),
    labels,
    baselines,
    models,
    shared,
    lengths,
    balance: await balanceOf(source),
    languages: await languagesOf(source),
  };
  const good = await goodLabels(source);
  const findings = findingsOf(numbers, { split, contradictions, same, near, long, largest, good });
  return { ...numbers, findings };
}

async function countAll({
  db,
}: HealthSource): Promise<Pick<DatasetHealth, 'rows' | 'preferences' | 'prompts' | 'splits'>> {
  const { rows: splits } = await sql<{ name: string; rows: number; preferences: number }>`
    select split as name, count(*) as rows, count(*) filter (where kind = 'preference' and not half) as preferences
    from health_rows group by 1 order by (split <> 'train'), 1`.execute(db);
  const { rows } = await sql<{
    prompts: number;
  }>`select count(distinct prompt_hash) as prompts from health_rows`.execute(db);
  const sum = (of: 'rows' | 'preferences') => splits.reduce((total, each) => total + each[of], 0);
  return {
    rows: sum('rows'),
    preferences: sum('preferences'),
    prompts: rows[0]?.prompts ?? 0,
    splits: splits.map(({ name, rows: count }) => ({ name, rows: count })),
  };
}
