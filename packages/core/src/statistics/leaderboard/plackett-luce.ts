import type { Leaderboard } from '@pairwright/contract/statistics/leaderboard';
import { intervalsOf } from '@pairwright/stats/pairwise/intervals';
import { type PlackettLuceTies, plackettLuceTies } from '@pairwright/stats/rankings/plackett-luce-ties';
import type { Rankings } from '@pairwright/stats/rankings/rankings';
import type { RatedPairs, WholeRanking } from './pair-rows.ts';

type Board = NonNullable<Leaderboard['plackettLuce']>;

/** The rankings behind the rows by the model of Plackett and Luce with ties, of the models shown; null without any. */
export function plackettLuceOf(
  { rankings, models, wholeRankings }: RatedPairs,
  shown: readonly number[],
): Board | null {
  if (rankings === 0) return null;
  // Models that no whole ranking names have no worth here, and must not make the others depend on a prior.
  const named = [...new Set(wholeRankings.flatMap(({ places }) => places.flat()))].sort(
    (one, other) => one - other,
  );
  const given = toRankings(wholeRankings, named);
  const free = plackettLuceTies(given);
  // As with the abilities: without a finite solution a prior holds them together, and the answer says so.
  const withPrior = free.reason === 'not_connected';
  const rated = withPrior ? plackettLuceTies(given, { priorSd: 1 }) : free;
  const read = wholeRankings.reduce((sum, { count }) => sum + count, 0);
  return {
    models: standingsOf(rated, {
      names: named.map((item) => models[item]!),
      isShown: named.map((item) => shown.includes(item)),
    }),
    reason: rated.reason,
    withPrior,
    rankings: read,
    leftOut: rankings - read,
    tieWeight: rated.fit?.tieWeights[1] ?? null,
  };
}

function toRankings(all: readonly WholeRanking[], named: readonly number[]): Rankings {
  const indexOf = new Map(named.map((item, at) => [item, at]));
  const start = new Int32Array(all.length + 1);
  all.forEach(({ places }, at) => (start[at + 1] = start[at]! + places.flat().length));
  return {
    start,
    item: Int32Array.from(
      all.flatMap(({ places }) => places.flat()),
      (item) => indexOf.get(item)!,
    ),
    tied: Uint8Array.from(
      all.flatMap(({ places }) => places.flatMap((place) => place.map((_, at) => (at > 0 ? 1 : 0)))),
    ),
    items: named.length,
    count: Float64Array.from(all, ({ count }) => count),
  };
}

function standingsOf(
  { fit }: PlackettLuceTies,
  { names, isShown }: { readonly names: readonly string[]; readonly isShown: readonly boolean[] },
): Board['models'] {
  if (fit === null) return [];
  const { lower, upper } = intervalsOf(fit.logWorth, fit.standardError);
  return names
    .map((model, item) => ({
      model,
      worth: fit.logWorth[item]!,
      low: lower[item]!,
      high: upper[item]!,
      first: fit.worthShare[item]!,
    }))
    .filter((_, item) => isShown[item])
    .sort((one, other) => other.worth - one.worth || (one.model < other.model ? -1 : 1));
}
