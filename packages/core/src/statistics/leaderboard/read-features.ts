import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { styleFeatures } from '@pairwright/stats/design/style-features';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';
import { type TextCounts, textCountsOf } from '../text-counts.sql.ts';
import type { RatedPairs } from './pairs-to-rate.ts';

type ControlName = Leaderboard['controls'][number]['name'];

export interface Control {
  readonly name: ControlName;
  /** Of each row of the pairs: left minus right, standardised. */
  readonly values: Float64Array;
}

const namesOf = {
  none: [],
  length: ['length'],
  style: ['length', 'headings', 'lists', 'bold'],
} as const satisfies Record<LeaderboardOptions['control'], readonly ControlName[]>;

export interface Features {
  /** Whether a comparison has both its texts; all do when nothing is controlled for. */
  known(comparisonId: string): boolean;
  /** What the answers of each row differ in; a feature that is the same in all rows is left out. */
  of(pairs: RatedPairs): Control[];
}

/** Reads what a leaderboard controls for. */
export async function readFeatures(
  source: Source,
  control: LeaderboardOptions['control'],
): Promise<Features> {
  const names = namesOf[control];
  if (names.length === 0) return { known: () => true, of: () => [] };
  const rows = new Map<string, TextCounts>();
  await eachRow(source, textCountsOf(source.projectId), (row) => void rows.set(row.id, row));
  return { known: (id) => rows.has(id), of: (pairs) => controlsOf(pairs, names, rows) };
}

function controlsOf(
  pairs: RatedPairs,
  names: readonly ControlName[],
  rows: ReadonlyMap<string, TextCounts>,
): Control[] {
  if (pairs.comparison.length === 0) return [];
  const side = (left: boolean): number[][] =>
    Array.from(pairs.comparison, (comparison, row) => {
      const found = rows.get(pairs.comparisonIds[comparison]!)!;
      const place = (pairs.firstOnLeft[row] === 1) === left ? 0 : 1;
      return names.map((name) => found[name][place]);
    });
  const features = styleFeatures(side(true), side(false));
  return names.flatMap((name, index) => {
    const { values } = features[index]!;
    return values === null ? [] : [{ name, values }];
  });
}
