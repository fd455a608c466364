import { sql } from 'kysely';
import type { AgreementMeasure } from '@pairwright/contract/freeze-evidence';
import { storedEstimate } from '@pairwright/contract/freeze-evidence';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import type { Votes } from '@pairwright/stats/votes';
import { alphaOf, percentOf, replicatesFor } from '../statistics/agreement/coefficients.ts';
import { Names, newColumn } from '../statistics/columns.ts';
import { unknown } from '../statistics/estimates.ts';
import { eachRow } from '../statistics/read-votes.ts';
import { countedVotes, type EvidenceSource, sharedVotes } from './shared-votes.sql.ts';

/** A freeze takes a tenth of the draws of the statistics: it shall not wait for them. */
const MORE_DRAWS_IN = 10;
const directions = ['first', 'second', 'tie', 'both_bad'] as const;

interface Row {
  readonly unit: number;
  readonly prompt: number;
  readonly annotator_id: string;
  readonly outcome: 'preference' | 'tie' | 'both_bad';
  readonly strength: number | null;
}

const answers = sql`j.outcome in ('preference', 'tie', 'both_bad') and j.ranks is null`;

/** Agreement on which of two responses is better and by how much. Empty where nobody was asked. */
export async function pairAgreement(source: EvidenceSource): Promise<AgreementMeasure[]> {
  const { db } = source;
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from ${countedVotes(source)} where ${answers}) as any`.execute(db);
  if (rows[0]?.any !== true) return [];
  const { direction, strength, promptOfUnit } = await readShared(source);
  const resampling = {
    replicates: replicatesFor(MORE_DRAWS_IN * direction.units),
    promptOfUnit: new Set(promptOfUnit).size === promptOfUnit.length ? null : promptOfUnit,
  };
  const percent = percentOf(direction, promptOfUnit);
  const of = (name: AgreementMeasure['of'], measure: AgreementMeasure['measure'], estimate: Estimate) => ({
    of: name,
    key: null,
    measure,
    // Only what was judged twice was read.
    ...storedEstimate(estimate.reason === 'no_data' ? unknown('no_overlap') : estimate),
  });
  return [
    of('direction', 'alpha_nominal', alphaOf(direction, 'nominal', resampling)),
    of('direction', 'percent_pooled', percent.pooled),
    of('direction', 'percent_mean', percent.perComparison),
    of('strength', 'alpha_ordinal', alphaOf(strength, 'ordinal', resampling)),
  ];
}

interface Shared {
  readonly direction: Votes;
  /** Only votes that have a place on the scale; ties are 0. */
  readonly strength: Votes;
  readonly promptOfUnit: Int32Array;
}

/** The votes on comparisons that were judged at least twice, as columns of numbers. */
async function readShared(source: EvidenceSource): Promise<Shared> {
  const { int, float } = newColumn;
  const [unit, rater, label, prompts] = [int(), int(), int(), int()];
  const [onUnit, onRater] = [int(), int()];
  const strengths = float();
  const raters = new Names();
  // Places of comparisons and prompts are made in the database, so that no names have to be held.
  const votes = sql<Row>`
    select (dense_rank() over (order by x.comparison_id) - 1)::int as unit, (dense_rank() over (order by x.prompt_id) - 1)::int as prompt,
      x.annotator_id, x.outcome, x.strength from ${sharedVotes(source, answers)} x order by 1, x.ordinal`;
  await eachRow(source, votes, (row) => {
    const { outcome } = row;
    const by = raters.of(row.annotator_id);
    unit.push(row.unit);
    rater.push(by);
    label.push(
      directions.indexOf(outcome !== 'preference' ? outcome : (row.strength ?? 0) < 0 ? 'first' : 'second'),
    );
    if (row.unit === prompts.length) prompts.push(row.prompt);
    if (outcome === 'both_bad') return;
    onUnit.push(row.unit);
    onRater.push(by);
    strengths.push(outcome === 'tie' ? 0 : (row.strength ?? 0));
  });
  const given = strengths.values();
  const values = Float64Array.from(new Set(given)).sort();
  const place = new Map(Array.from(values, (value, at) => [value, at]));
  const sizes = { units: prompts.length, raters: raters.all.length };
  return {
    direction: {
      unit: unit.values(),
      rater: rater.values(),
      label: label.values(),
      ...sizes,
      labels: directions.length,
    },
    strength: {
      unit: onUnit.values(),
      rater: onRater.values(),
      label: Int32Array.from(given, (value) => place.get(value) ?? 0),
      ...sizes,
      labels: Math.max(1, values.length),
    },
    promptOfUnit: prompts.values(),
  };
}
