import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bradleyTerry } from '../pairwise/bradley-terry.ts';
import {
  drawComparisons,
  evenAbilities,
  expectNear,
  joinedComparisons,
} from '../pairwise/comparisons.fixture.ts';
import type { Comparisons } from '../pairwise/comparisons.ts';
import { davidson } from '../pairwise/davidson.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { plackettLuceTies } from './plackett-luce-ties.ts';
import { plackettLuce } from './plackett-luce.ts';
import { anyRankings, drawRankings } from './rankings.fixture.ts';
import { type Place, type Rankings, rankingsOfPlaces } from './rankings.ts';
import { subsetCount, subsetsOf } from './subsets.ts';

const read = (input: Readonly<Record<string, unknown>>): Rankings => {
  const items = input['items'] as string[];
  const index = (name: string): number => items.indexOf(name);
  const lists = input['rankings'] as (string | string[])[][];
  return rankingsOfPlaces(
    lists.map((list) => list.map((place) => (typeof place === 'string' ? index(place) : place.map(index)))),
    items.length,
  );
};

test.each(vectorsOf('plackett_luce'))('$id', (vector) => {
  const { fit } = plackettLuce(read(vector.input));
  expectVector(vector, { ...fit, se: fit!.standardError });
});

test.each(vectorsOf('plackett_luce_ties'))('$id', (vector) => {
  const { fit } = plackettLuceTies(read(vector.input));
  expectVector(vector, { ...fit, tie2: fit!.tieWeights[1] });
});

const asRankings = ({ a, b, outcome, items }: Comparisons): Rankings =>
  rankingsOfPlaces(
    Array.from(a, (first, row): Place[] => {
      const second = b[row]!;
      if (outcome[row] === 0) return [[first, second]];
      return outcome[row]! > 0 ? [first, second] : [second, first];
    }),
    items,
  );

/** log P of every ranking by the definition, all sets of the orders of `tieWeights` as choices. */
function logLikelihoodOf(
  { start, item, tied }: Rankings,
  logWorth: Float64Array,
  tieWeights: ArrayLike<number>,
): number {
  const weight = (set: ArrayLike<number>): number =>
    tieWeights[set.length - 1]! *
    Math.exp(Array.from(set).reduce((sum, one) => sum + logWorth[one]!, 0) / set.length);
  let value = 0;
  for (let ranking = 0; ranking + 1 < start.length; ranking += 1) {
    for (let from = start[ranking]!; from < start[ranking + 1]! - 1;) {
      let next = from + 1;
      while (next < start[ranking + 1]! && tied[next] === 1) next += 1;
      const left = item.subarray(from, start[ranking + 1]);
      let total = 0;
      for (let size = 1; size <= Math.min(tieWeights.length, left.length); size += 1) {
        const sets = subsetsOf(left.length, size);
        for (let set = 0; set < sets.length; set += size)
          total += weight(sets.subarray(set, set + size).map((place) => left[place]!));
      }
      value += Math.log(weight(item.subarray(from, next)) / total);
      from = next;
    }
  }
  return value;
}

describe('without ties', () => {
  test('of two items each it is Bradley and Terry', () => {
    fc.assert(
      fc.property(joinedComparisons, (comparisons) => {
        const wins = { ...comparisons, outcome: comparisons.outcome.map((outcome) => outcome || 1) };
        const [ranked, paired] = [plackettLuce(asRankings(wins)), bradleyTerry(wins)];
        expect(ranked.connectivity.strongComponents).toEqual(paired.connectivity.strongComponents);
        expectNear(ranked.fit!.logWorth, paired.fit!.estimate.logAbility, 1e-8);
        expectNear(ranked.fit!.standardError, paired.fit!.modelError.logAbility, 1e-7);
        expect(ranked.fit!.logLikelihood).toBeCloseTo(paired.fit!.logLikelihood, 8);
      }),
    );
  });

  test('there is a fit just when items are joined, and no step from it leads up', () => {
    fc.assert(
      fc.property(anyRankings({ ties: false }), (rankings) => {
        const { fit, reason, connectivity } = plackettLuce(rankings);
        const empty = connectivity.weakComponents.length === rankings.items;
        expect(fit !== null).toBe(connectivity.mleExists && !empty);
        if (fit === null) {
          expect(reason).toBe(empty ? 'no_data' : 'not_connected');
          return;
        }
        expect(fit.worthShare.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(logLikelihoodOf(rankings, fit.logWorth, [1])).toBeCloseTo(fit.logLikelihood, 8);
        for (let item = 0; item < rankings.items; item += 1)
          for (const move of [-0.01, 0.01])
            expect(
              logLikelihoodOf(
                rankings,
                fit.logWorth.map((one, i) => (i === item ? one + move : one)),
                [1],
              ),
            ).toBeLessThan(fit.logLikelihood);
      }),
    );
  });

  test('truth is found again within its errors, from parts of three too', () => {
    const truth = evenAbilities(10);
    for (const many of [10, 3]) {
      const { fit } = plackettLuce(drawRankings(truth, { rankings: 6_000, many, seed: 3 }));
      const z = truth.map((worth, item) => (fit!.logWorth[item]! - worth) / fit!.standardError[item]!);
      expect(Math.max(...z.map(Math.abs))).toBeLessThan(4);
      expect(z.reduce((sum, one) => sum + one * one, 0) / 10).toBeGreaterThan(0.2);
    }
  });

  test('equal rankings counted are equal rankings one by one', () => {
    const lists = [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
      [0, 1, 2],
      [0, 1, 2],
    ];
    const singly = plackettLuce(rankingsOfPlaces(lists, 3)).fit!;
    const counted = plackettLuce({
      ...rankingsOfPlaces(lists.slice(0, 3), 3),
      count: Float64Array.of(3, 1, 1),
    }).fit!;
    expectNear(counted.logWorth, singly.logWorth, 1e-10);
    expectNear(counted.standardError, singly.standardError, 1e-10);
  });

  test('islands, a prior and a phantom', () => {
    const rankings = rankingsOfPlaces(
      [
        [0, 1],
        [1, 0],
        [2, 3, 4],
      ],
      6,
    );
    const apart = [[0, 1], [2, 3, 4], [5]];
    expect(plackettLuce(rankings)).toMatchObject({
      fit: null,
      reason: 'not_connected',
      connectivity: { islands: apart },
    });
    for (const penalty of [{ priorSd: 1 }, { phantomWeight: 0.5 }]) {
      const { fit, connectivity } = plackettLuce(rankings, penalty);
      expect(connectivity.islands).toEqual(apart);
      expectNear(fit!.logWorth.subarray(0, 2), [0, 0], 1e-12);
      expect(fit!.logWorth[2]).toBeGreaterThan(fit!.logWorth[3]!);
      expect(fit!.logWorth[3]).toBeGreaterThan(fit!.logWorth[4]!);
    }
    expect(plackettLuce(rankings, { priorSd: 2 }).fit!.standardError[5]).toBeCloseTo(2, 12);
  });

  test('no rankings, rankings of one, and what cannot be', () => {
    expect(plackettLuce(rankingsOfPlaces([], 3))).toMatchObject({ fit: null, reason: 'no_data' });
    expect(plackettLuce(rankingsOfPlaces([[1], []], 3)).reason).toBe('no_data');
    expect(() => plackettLuce(rankingsOfPlaces([[[0, 1], 2]], 3))).toThrow(RangeError);
    for (const bad of [[[0, 0]], [[3]], [[-1]], [[0, [1, 0]]]])
      expect(() => rankingsOfPlaces(bad, 3)).toThrow(RangeError);
    const good = rankingsOfPlaces([[0, 1]], 2);
    expect(() => plackettLuce({ ...good, count: Float64Array.of(1, 1) })).toThrow(RangeError);
    expect(() => plackettLuce({ ...good, count: Float64Array.of(-1) })).toThrow(RangeError);
    expect(() => plackettLuceTies({ ...good, tied: Uint8Array.of(1, 0) })).toThrow(RangeError);
  });
});

describe('with ties', () => {
  test('without any it is the model without', () => {
    const rankings = drawRankings(evenAbilities(5), { rankings: 60, many: 4, seed: 1 });
    const [tied, plain] = [plackettLuceTies(rankings).fit!, plackettLuce(rankings).fit!];
    expectNear(tied.logWorth, plain.logWorth, 1e-9);
    expectNear(tied.standardError, plain.standardError, 1e-9);
    expect([...tied.tieWeights]).toEqual([1]);
  });

  test('of two items each it is Davidson', () => {
    const votes = drawComparisons({ logAbility: evenAbilities(4), votes: 400, seed: 4, nu: 0.7 });
    const [ranked, paired] = [plackettLuceTies(asRankings(votes)).fit!, davidson(votes).fit!];
    expectNear(ranked.logWorth, paired.logAbility, 1e-8);
    expectNear(ranked.standardError, paired.standardError, 1e-7);
    expect(ranked.tieWeights[1]).toBeCloseTo(paired.nu, 8);
    expect(ranked.logLikelihood).toBeCloseTo(paired.logLikelihood, 8);
  });

  test('whatever is tied: the likelihood is that of the definition, and no step leads up', () => {
    fc.assert(
      fc.property(anyRankings({ ties: true }), (rankings) => {
        const { fit, reason, connectivity } = plackettLuceTies(rankings);
        if (fit === null) {
          if (connectivity.mleExists) expect(['no_variation', 'no_convergence']).toContain(reason);
          return;
        }
        expect(connectivity.mleExists).toBe(true);
        const { logWorth, tieWeights, logLikelihood } = fit;
        expect(logLikelihoodOf(rankings, logWorth, tieWeights)).toBeCloseTo(logLikelihood, 7);
        const steps = (length: number): number[][] =>
          Array.from({ length }, (_, index) => [-0.01, 0.01].map((move) => [index, move])).flat();
        for (const [index, move] of steps(rankings.items)) {
          const moved = logWorth.map((one, i) => (i === index ? one + move! : one));
          expect(logLikelihoodOf(rankings, moved, tieWeights)).toBeLessThan(logLikelihood);
        }
        for (const [index, move] of steps(tieWeights.length)) {
          if (index === 0 || tieWeights[index!] === 0) continue;
          const moved = tieWeights.map((one, i) => (i === index ? one * (1 + move!) : one));
          expect(logLikelihoodOf(rankings, logWorth, moved)).toBeLessThan(logLikelihood + 1e-12);
        }
      }),
    );
  });

  test('places of three without any of two: delta of two is 0', () => {
    const { fit } = plackettLuceTies(rankingsOfPlaces([[[0, 1, 2]], [0, 1, 2], [1, 2, 0], [2, 0, 1]], 3));
    expect(fit!.tieWeights[1]).toBe(0);
    expect(fit!.tieWeights[2]).toBeGreaterThan(0);
    expectNear(fit!.logWorth, [0, 0, 0], 1e-9);
  });

  test('all places shared, and too many to choose from', () => {
    expect(plackettLuceTies(rankingsOfPlaces([[[0, 1]]], 2))).toMatchObject({
      fit: null,
      reason: 'no_variation',
    });
    expect(plackettLuceTies(rankingsOfPlaces([], 2)).reason).toBe('no_data');
    const all = Array.from({ length: 30 }, (_, item) => item);
    const long = rankingsOfPlaces([[all.slice(0, 15), ...all.slice(15)], all.toReversed()], 30);
    expect(() => plackettLuceTies(long)).toThrow(RangeError);
  });

  test('subsets are all there, each once', () => {
    for (const [many, size] of [
      [5, 2],
      [6, 3],
      [4, 4],
      [3, 1],
    ] as const) {
      const sets = subsetsOf(many, size);
      const seen = new Set(
        Array.from({ length: sets.length / size }, (_, at) => sets.slice(at * size, at * size + size).join()),
      );
      expect(seen.size).toBe(subsetCount(many, size));
      expect(sets.length).toBe(size * subsetCount(many, size));
    }
    expect(subsetsOf(2, 3)).toHaveLength(0);
    expect(subsetCount(2, 3)).toBe(0);
  });
});
