import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import {
  type BradleyTerry,
  type BradleyTerryFit,
  bradleyTerry,
} from '@pairwright/stats/pairwise/bradley-terry';
import { intervalsOf, rankRanges } from '@pairwright/stats/pairwise/intervals';
import { winMatrix } from '@pairwright/stats/pairwise/win-matrix';
import type { Made, Source } from '../compute-statistics.service.ts';
import { readVotes } from '../read-votes.ts';
import { pairsToRate, type RatedPairs } from './pairs-to-rate.ts';
import { readFeatures } from './read-features.ts';
import { votesToSeparate } from './votes-to-separate.ts';

/** The usual 95 % of one normal number. */
const Z = 1.959963984540054;

/** Rates the models of a project from the votes that the options ask for. */
export async function computeLeaderboard(source: Source, options: LeaderboardOptions): Promise<Made> {
  const votes = await readVotes(source);
  const features = await readFeatures(source, options.control);
  const pairs = pairsToRate(votes, options, features.known);
  const controls = features.of(pairs);
  const comparisons = { ...pairs.comparisons, covariates: controls.map(({ values }) => values) };
  const free = bradleyTerry(comparisons, { positionEffect: true });
  // Without a finite solution a prior holds the abilities together, and the answer says so.
  const withPrior = free.reason === 'not_connected';
  const rated = withPrior ? bradleyTerry(comparisons, { positionEffect: true, priorSd: 1 }) : free;
  return {
    judgments: votes.votes,
    result: {
      ...boardOf(pairs, { free, rated, withPrior, controls: controls.map(({ name }) => name) }),
      languages: [...votes.languages].sort(),
      categories: [...votes.categories].sort(),
    } satisfies Leaderboard,
  };
}

interface Ratings {
  /** Without a prior. */
  readonly free: BradleyTerry;
  /** What is shown. */
  readonly rated: BradleyTerry;
  readonly withPrior: boolean;
  readonly controls: Leaderboard['controls'][number]['name'][];
}

type Board = Omit<Leaderboard, 'languages' | 'categories'>;

function boardOf(pairs: RatedPairs, { free, rated, withPrior, controls }: Ratings): Board {
  const { fit } = rated;
  const matrix = winMatrix(pairs.comparisons);
  const order = orderOf(pairs, fit, matrix);
  const error = fit === null ? null : (fit.sandwichError ?? fit.modelError);
  const each = fit && error && intervalsOf(fit.estimate.logAbility, error.logAbility);
  const ranks =
    fit &&
    error &&
    rankRanges(intervalsOf(fit.estimate.logAbility, error.logAbility, { simultaneous: true }));
  const cell = (values: Float64Array, row: number, column: number): number =>
    values[row * matrix.items + column]!;
  const square = <Value>(value: (row: number, column: number) => Value): Value[][] =>
    order.map((row) => order.map((column) => value(row, column)));
  const sum = (values: Float64Array, of: (index: number) => number): number =>
    order.reduce((total, other) => total + values[of(other)]!, 0);
  return {
    models: order.map((item) => {
      const wins = sum(matrix.wins, (other) => item * matrix.items + other);
      const losses = sum(matrix.wins, (other) => other * matrix.items + item);
      const ties = sum(matrix.ties, (other) => item * matrix.items + other);
      return {
        model: pairs.models[item]!,
        votes: wins + losses + ties,
        wins,
        losses,
        ties,
        ability: fit?.estimate.logAbility[item] ?? null,
        low: each?.lower[item] ?? null,
        high: each?.upper[item] ?? null,
        bestRank: ranks?.[item]?.best ?? null,
        worstRank: ranks?.[item]?.worst ?? null,
      };
    }),
    reason: rated.reason,
    withPrior,
    votes: pairs.comparisons.a.length,
    sameModel: pairs.sameModel,
    textMissing: pairs.notTaken,
    position: effectOf(rated, pairs, (effects) => effects.position),
    controls: controls.map((name, index) => ({
      name,
      effect: effectOf(rated, pairs, (effects) => effects.covariates[index] ?? null),
    })),
    wins: square((row, column) => cell(matrix.wins, row, column)),
    ties: square((row, column) => cell(matrix.ties, row, column)),
    votesNeeded: square((row, column) => votesToSeparate(fit, row, column)),
    islands: free.connectivity.islands.map((island) => island.map((item) => pairs.models[item]!)),
  };
}

type Effects = BradleyTerryFit['estimate'];

function effectOf(
  { fit, reason }: BradleyTerry,
  pairs: RatedPairs,
  pick: (effects: Effects) => number | null,
): Leaderboard['position'] {
  const value = fit && pick(fit.estimate);
  const error = fit && pick(fit.sandwichError ?? fit.modelError);
  const n = pairs.comparisons.a.length;
  if (value === null || error === null)
    return { value: null, low: null, high: null, n, reason: reason ?? 'no_data' };
  return { value, low: value - Z * error, high: value + Z * error, n, reason: null };
}

/** Best first: by ability, and without one by the share of votes won; equal ones by name. */
function orderOf(
  pairs: RatedPairs,
  fit: BradleyTerryFit | null,
  { items, wins, ties }: ReturnType<typeof winMatrix>,
): number[] {
  const share = (item: number): number => {
    let [won, all] = [0, 0];
    for (let other = 0; other < items; other += 1) {
      const tied = ties[item * items + other]!;
      won += wins[item * items + other]! + tied / 2;
      all += wins[item * items + other]! + wins[other * items + item]! + tied;
    }
    return all === 0 ? 0 : won / all;
  };
  const height = Float64Array.from({ length: items }, (_, item) =>
    fit === null ? share(item) : fit.estimate.logAbility[item]!,
  );
  const name = (item: number): string => pairs.models[item]!;
  return Array.from({ length: items }, (_, item) => item).sort(
    (one, other) => height[other]! - height[one]! || (name(one) < name(other) ? -1 : 1),
  );
}
