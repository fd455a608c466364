import type { LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import type { Clustering, Comparisons } from '@pairwright/stats/pairwise/comparisons';
import { Names, newColumn } from '../columns.ts';

/** What somebody said of two answers, the one that stood on the left, or earlier among several, first. */
export interface PairRow {
  /** Index in `models` of the rows. */
  readonly left: number;
  readonly right: number;
  /** 1: the left one won; -1: the right one; 0: neither. */
  readonly winner: number;
  /** 1 of a vote on two answers. */
  readonly weight: number;
  /** Indexes in the names of the rows. */
  readonly prompt: number;
  readonly annotator: number;
  readonly comparison: number;
  /** Canonical places of the two in their comparison. */
  readonly leftPlace: number;
  readonly rightPlace: number;
}

/** A ranking by place, best first: indexes in `models`. */
export interface WholeRanking {
  readonly places: readonly (readonly number[])[];
  readonly count: number;
}

/** Rows to rate models by, and where each comes from. */
export interface RatedPairs {
  /** With counts only where a row weighs other than 1. */
  readonly comparisons: Comparisons & { readonly cluster: Clustering };
  /** Names by index in `comparisons`. */
  readonly models: readonly string[];
  /** Of each row: the index of its comparison in `comparisonIds`, and the canonical places of the two answers. */
  readonly comparison: Int32Array;
  readonly leftPlace: Uint8Array;
  readonly rightPlace: Uint8Array;
  readonly comparisonIds: readonly string[];
  /** Rows on two answers of one model, and rows whose texts were not to be taken; both are left out. */
  readonly sameModel: number;
  readonly notTaken: number;
  /** Rankings that rows are from. */
  readonly rankings: number;
  /** Those of them that put each of their models in a place, equal ones once with their number. */
  readonly wholeRankings: readonly WholeRanking[];
}

/** Whether these two answers of a comparison, by their canonical places, are to be taken. */
export type Takes = (comparisonId: string, one: number, other: number) => boolean;

const { int, byte, float } = newColumn;

/** Gathers results of two models each, from votes on two answers and from rankings. */
export class PairRows {
  readonly models = new Names();
  readonly prompts = new Names();
  readonly annotators = new Names();
  readonly comparisons = new Names();
  readonly #takes: Takes;
  readonly #column = {
    left: int(),
    right: int(),
    /** 0, 1 or 2: the winner plus 1. */
    winner: byte(),
    weight: float(),
    prompt: int(),
    annotator: int(),
    comparison: int(),
    leftPlace: byte(),
    rightPlace: byte(),
  };
  #isWeighted = false;
  #sameModel = 0;
  #notTaken = 0;
  #rankings = 0;
  readonly #whole = new Map<string, WholeRanking>();

  constructor(takes: Takes) {
    this.#takes = takes;
  }

  /** Gives whether it is among the rows. */
  add(row: PairRow): boolean {
    if (row.left === row.right) {
      this.#sameModel += 1;
      return false;
    }
    if (!this.#takes(this.comparisons.all[row.comparison]!, row.leftPlace, row.rightPlace)) {
      this.#notTaken += 1;
      return false;
    }
    const column = this.#column;
    column.left.push(row.left);
    column.right.push(row.right);
    column.winner.push(row.winner + 1);
    column.weight.push(row.weight);
    column.prompt.push(row.prompt);
    column.annotator.push(row.annotator);
    column.comparison.push(row.comparison);
    column.leftPlace.push(row.leftPlace);
    column.rightPlace.push(row.rightPlace);
    if (row.weight !== 1) this.#isWeighted = true;
    return true;
  }

  /** One more ranking has rows here; with its places where it is whole. */
  addRanking(places: readonly (readonly number[])[] | null): void {
    this.#rankings += 1;
    if (places === null) return;
    // Equal ones are kept once: there are few different ones, however many there are.
    const key = places.map((place) => place.join(' ')).join('/');
    this.#whole.set(key, { places, count: (this.#whole.get(key)?.count ?? 0) + 1 });
  }

  rated({ cluster }: Pick<LeaderboardOptions, 'cluster'>): RatedPairs {
    const column = this.#column;
    const [left, right] = [column.left.values(), column.right.values()];
    const models = usedModels(this.models.all, [left, right]);
    const clusters = cluster === 'annotator' ? this.annotators.all.length : this.prompts.all.length;
    return {
      comparisons: {
        a: left.map((model) => models.index[model]!),
        b: right.map((model) => models.index[model]!),
        outcome: Int8Array.from(column.winner.values(), (winner) => winner - 1),
        items: models.names.length,
        cluster: { of: column[cluster].values(), clusters },
        ...(this.#isWeighted ? { count: column.weight.values() } : {}),
      },
      models: models.names,
      comparison: column.comparison.values(),
      leftPlace: column.leftPlace.values(),
      rightPlace: column.rightPlace.values(),
      comparisonIds: this.comparisons.all,
      sameModel: this.#sameModel,
      notTaken: this.#notTaken,
      rankings: this.#rankings,
      wholeRankings: Array.from(this.#whole.values(), ({ places, count }) => ({
        places: places.map((place) => place.map((model) => models.index[model]!)),
        count,
      })),
    };
  }
}

/** Only models with rows, by name, so that the same votes always give the same numbers. */
function usedModels(
  all: readonly string[],
  columns: readonly Int32Array[],
): { names: string[]; index: Int32Array } {
  const used = new Set(columns.flatMap((column) => [...new Set(column)]));
  const sorted = [...used].sort((one, other) => (all[one]! < all[other]! ? -1 : 1));
  const index = new Int32Array(all.length).fill(-1);
  sorted.forEach((model, item) => (index[model] = item));
  return { names: sorted.map((model) => all[model]!), index };
}
