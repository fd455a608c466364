import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { styleFeatures } from '@pairwright/stats/design/style-features';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';
import { type GroupTextCounts, groupTextCountsOf, textCountsOf } from '../text-counts.sql.ts';
import type { RatedPairs, Takes } from './pair-rows.ts';

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
  /** Whether both texts are known; they need not be when nothing is controlled for. */
  readonly known: Takes;
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
  const rows = new Map<string, GroupTextCounts>();
  await eachRow(source, textCountsOf(source.projectId), (row) => void rows.set(row.id, row));
  await eachRow(source, groupTextCountsOf(source.projectId), (row) => void rows.set(row.id, row));
  return {
    known: (id, one, other) => {
      const { length } = rows.get(id) ?? { length: [] };
      return length[one] != null && length[other] != null;
    },
    of: (pairs) => controlsOf(pairs, names, rows),
  };
}

function controlsOf(
  pairs: RatedPairs,
  names: readonly ControlName[],
  rows: ReadonlyMap<string, GroupTextCounts>,
): Control[] {
  if (pairs.comparison.length === 0) return [];
  const side = (places: Uint8Array): number[][] =>
    Array.from(pairs.comparison, (comparison, row) => {
      const found = rows.get(pairs.comparisonIds[comparison]!)!;
      return names.map((name) => found[name][places[row]!]!);
    });
  const features = styleFeatures(side(pairs.leftPlace), side(pairs.rightPlace));
  return names.flatMap((name, index) => {
    const { values } = features[index]!;
    return values === null ? [] : [{ name, values }];
  });
}
