import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import {
  type BradleyTerry,
  type BradleyTerryFit,
  bradleyTerry,
} from '@pairwright/stats/pairwise/bradley-terry';
import { type WinMatrix, winMatrix } from '@pairwright/stats/pairwise/win-matrix';
import type { Made, Source } from '../compute-statistics.service.ts';
import { readVoteChoices } from '../vote-choices.ts';
import { islandsAmong } from './islands.ts';
import type { RatedPairs } from './pair-rows.ts';
import { endsOf } from './rank-ends.ts';
import { plackettLuceOf } from './plackett-luce.ts';
import { readFeatures } from './read-features.ts';
import { readPairs } from './read-pairs.ts';
import { readVoterChoices } from './voters.ts';
import { separationOf } from './votes-to-separate.ts';

/** The usual 95 % of one normal number. */
const Z = 1.959963984540054;

/** Rates the models of a project from the votes that the options ask for. */
export async function computeLeaderboard(source: Source, options: LeaderboardOptions): Promise<Made> {
  const features = await readFeatures(source, options.control);
  const { pairs, judgments } = await readPairs(source, options, features.known);
  const controls = features.of(pairs);
  const comparisons = { ...pairs.comparisons, covariates: controls.map(({ values }) => values) };
  const free = bradleyTerry(comparisons, { positionEffect: true });
  // Without a finite solution a prior holds the abilities together, and the answer says so.
  const withPrior = free.reason === 'not_connected';
  const rated = withPrior ? bradleyTerry(comparisons, { positionEffect: true, priorSd: 1 }) : free;
  return {
    judgments,
    result: {
      ...boardOf(pairs, { free, rated, withPrior, controls: controls.map(({ name }) => name) }, options),
      ...(await readVoteChoices(source)),
      ...(await readVoterChoices(source, options)),
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

type Board = Omit<
  Leaderboard,
  'languages' | 'categories' | 'rounds' | 'batches' | 'annotators' | 'teams' | 'question'
>;

function boardOf(
  pairs: RatedPairs,
  { free, rated, withPrior, controls }: Ratings,
  { minVotes }: LeaderboardOptions,
): Board {
  const { fit } = rated;
  const matrix = resultsOf(pairs);
  const all = orderOf(pairs, fit, matrix);
  const totals = totalsOf(matrix);
  const shown = all.filter((item) => totals[item]!.votes >= minVotes);
  const groups = islandsAmong(free.connectivity.islands, shown);
  const order = groups.flat();
  const groupOf = new Map(groups.flatMap((items, group) => items.map((item) => [item, group])));
  const ends = endsOf(fit, groups);
  const cell = (values: Float64Array, row: number, column: number): number =>
    values[row * matrix.items + column]!;
  const square = <Value>(value: (row: number, column: number) => Value): Value[][] =>
    order.map((row) => order.map((column) => value(row, column)));
  const separations = square((row, column) =>
    separationOf(fit, { one: row, other: column, joined: groupOf.get(row) === groupOf.get(column) }),
  );
  return {
    models: order.map((item, place) => ({
      model: pairs.models[item]!,
      island: groupOf.get(item)! + 1,
      ...totals[item]!,
      ability: fit?.estimate.logAbility[item] ?? null,
      low: ends?.[place]?.low ?? null,
      high: ends?.[place]?.high ?? null,
      bestRank: ends?.[place]?.best ?? null,
      worstRank: ends?.[place]?.worst ?? null,
    })),
    reason: rated.reason,
    withPrior,
    votes: pairs.comparisons.a.length,
    rankings: pairs.rankings,
    plackettLuce: plackettLuceOf(pairs, order),
    hiddenModels: all.length - shown.length,
    sameModel: pairs.sameModel,
    textMissing: pairs.notTaken,
    position: effectOf(rated, pairs, (effects) => effects.position),
    controls: controls.map((name, index) => ({
      name,
      effect: effectOf(rated, pairs, (effects) => effects.covariates[index] ?? null),
    })),
    wins: square((row, column) => cell(matrix.wins, row, column)),
    ties: square((row, column) => cell(matrix.ties, row, column)),
    votesNeeded: separations.map((row) => row.map(({ votes }) => votes)),
    votesNeededReason: separations.map((row) => row.map(({ reason }) => reason)),
    islands: groups.length > 1 ? groups.map((island) => island.map((item) => pairs.models[item]!)) : [],
  };
}

/** Who won against whom how often. A result counts as one here, whatever it weighs in the ratings. */
function resultsOf({ comparisons: { a, b, outcome, items } }: RatedPairs): WinMatrix {
  return winMatrix({ a, b, outcome, items });
}

type Totals = Pick<Leaderboard['models'][number], 'votes' | 'wins' | 'losses' | 'ties'>;

function totalsOf({ items, wins: won, ties: tied }: WinMatrix): Totals[] {
  return Array.from({ length: items }, (_, item) => {
    let [wins, losses, ties] = [0, 0, 0];
    for (let other = 0; other < items; other += 1) {
      wins += won[item * items + other]!;
      losses += won[other * items + item]!;
      ties += tied[item * items + other]!;
    }
    return { votes: wins + losses + ties, wins, losses, ties };
  });
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
function orderOf(pairs: RatedPairs, fit: BradleyTerryFit | null, { items, wins, ties }: WinMatrix): number[] {
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
