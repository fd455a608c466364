import type { LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import type { Clustering, Comparisons } from '@pairwright/stats/pairwise/comparisons';
import { indexIn, voteFilter } from '../vote-filter.ts';
import { pairOutcomes, type VoteTable } from '../vote-table.ts';

/** Votes on two models each, the one on the left first, and where each comes from. */
export interface RatedPairs {
  readonly comparisons: Comparisons & { readonly cluster: Clustering };
  /** Names by index in `comparisons`. */
  readonly models: readonly string[];
  /** Of each row: its comparison's index in the vote table. */
  readonly comparison: Int32Array;
  /** Of each row: 1 where the first canonical response stood on the left. */
  readonly firstOnLeft: Uint8Array;
  readonly comparisonIds: readonly string[];
  /** Votes on two answers of one model, and votes whose comparison was not to be taken; both are left out. */
  readonly sameModel: number;
  readonly notTaken: number;
}

const [preference, tie, bothBad] = (['preference', 'tie', 'both_bad'] as const).map((outcome) =>
  pairOutcomes.indexOf(outcome),
);

/**
 * The votes that count and pass the options, as rows of the left model, the right model and who won; only of comparisons
 * that `takes` takes, if given.
 */
export function pairsToRate(
  votes: VoteTable,
  options: LeaderboardOptions,
  takes: (comparisonId: string) => boolean = () => true,
): RatedPairs {
  const rows = rowsToRate(votes, options, takes);
  const { comparisons, comparison, firstOnLeft, strength, annotator } = votes;
  const models = modelsOf(rows.kept, votes);
  const side = (vote: number, left: boolean): number => {
    const first = (firstOnLeft[vote] === 1) === left;
    return models.index[(first ? comparisons.first : comparisons.second)[comparison[vote]!]!]!;
  };
  const winner = (vote: number): number => {
    const sign = Math.sign(strength[vote]!);
    return firstOnLeft[vote] === 1 ? -sign : sign;
  };
  const cluster =
    options.cluster === 'annotator'
      ? { of: Int32Array.from(rows.kept, (vote) => annotator[vote]!), clusters: votes.annotators.length }
      : {
          of: Int32Array.from(rows.kept, (vote) => comparisons.prompt[comparison[vote]!]!),
          clusters: votes.promptIds.length,
        };
  return {
    comparisons: {
      a: Int32Array.from(rows.kept, (vote) => side(vote, true)),
      b: Int32Array.from(rows.kept, (vote) => side(vote, false)),
      outcome: Int8Array.from(rows.kept, winner),
      items: models.names.length,
      cluster,
    },
    models: models.names,
    comparison: Int32Array.from(rows.kept, (vote) => comparison[vote]!),
    firstOnLeft: Uint8Array.from(rows.kept, (vote) => firstOnLeft[vote]!),
    comparisonIds: comparisons.ids,
    sameModel: rows.sameModel,
    notTaken: rows.notTaken,
  };
}

interface KeptRows {
  /** Positions in the vote table. */
  readonly kept: Int32Array;
  readonly sameModel: number;
  readonly notTaken: number;
}

function rowsToRate(
  votes: VoteTable,
  options: LeaderboardOptions,
  takes: (comparisonId: string) => boolean,
): KeptRows {
  const { comparisons, comparison } = votes;
  const passes = voteFilter(votes, options);
  const annotator = indexIn(
    votes.annotators.map(({ id }) => id),
    options.annotatorId,
  );
  const tied = options.bothBad === 'as_tie' ? bothBad : tie;
  const kept = new Int32Array(votes.votes);
  const taken = Uint8Array.from(comparisons.ids, (id) => (takes(id) ? 1 : 0));
  let [count, sameModel, notTaken] = [0, 0, 0];
  for (let vote = 0; vote < votes.votes; vote += 1) {
    const of = comparison[vote]!;
    const outcome = votes.outcome[vote]!;
    if (!passes(vote)) continue;
    if (outcome !== preference && outcome !== tie && outcome !== tied) continue;
    if (annotator !== null && votes.annotator[vote] !== annotator) continue;
    if (comparisons.first[of] === comparisons.second[of]) {
      sameModel += 1;
      continue;
    }
    if (taken[of] === 0) {
      notTaken += 1;
      continue;
    }
    kept[count] = vote;
    count += 1;
  }
  return { kept: kept.subarray(0, count), sameModel, notTaken };
}

/** Only models with votes, by name, so that the same votes always give the same numbers. */
function modelsOf(rows: Int32Array, votes: VoteTable): { names: string[]; index: Int32Array } {
  const used = new Set<number>();
  for (const vote of rows) {
    const of = votes.comparison[vote]!;
    used.add(votes.comparisons.first[of]!);
    used.add(votes.comparisons.second[of]!);
  }
  const sorted = [...used].sort((one, other) => (votes.models[one]! < votes.models[other]! ? -1 : 1));
  const index = new Int32Array(votes.models.length).fill(-1);
  sorted.forEach((model, item) => (index[model] = item));
  return { names: sorted.map((model) => votes.models[model]!), index };
}
