import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { rankedPairs } from './ranked-pairs.ts';
import { anyRankings } from './rankings.fixture.ts';
import { rankingsOfPlaces, winMatrixOfRankings } from './rankings.ts';

test.each(vectorsOf('ranked_pairs'))('$id', (vector) => {
  const ballots = vector.input['ballots'] as [number, string[]][];
  const items = ballots[0]![1].toSorted();
  const rankings = {
    ...rankingsOfPlaces(
      ballots.map(([, order]) => order.map((name) => items.indexOf(name))),
      items.length,
    ),
    count: Float64Array.from(ballots, ([count]) => count),
  };
  const { places, locked, rejected } = rankedPairs(winMatrixOfRankings(rankings));
  const named = (pairs: readonly (readonly number[])[]): string[][] =>
    pairs.map((pair) => pair.map((item) => items[item]!));
  expect(places.every((place) => place.length === 1)).toBe(true);
  expectVector(vector, { order: named(places).flat(), locked: named(locked), rejected: named(rejected) });
});

test('whoever beats everybody is first, and every majority is locked or rejected', () => {
  fc.assert(
    fc.property(anyRankings({ ties: true }), (rankings) => {
      const matrix = winMatrixOfRankings(rankings);
      const { items, wins } = matrix;
      const beats = (one: number, other: number): boolean =>
        wins[one * items + other]! > wins[other * items + one]!;
      const all = Array.from({ length: items }, (_, item) => item);
      const { places, locked, rejected } = rankedPairs(matrix);
      expect(places.flat().toSorted((one, other) => one - other)).toEqual(all);
      for (const one of all)
        if (all.every((other) => other === one || beats(one, other))) expect(places[0]).toEqual([one]);
      const majorities = all.flatMap((one) =>
        all.filter((other) => beats(one, other)).map((other) => `${one}>${other}`),
      );
      expect([...locked, ...rejected].map((pair) => pair.join('>')).toSorted()).toEqual(
        majorities.toSorted(),
      );
      // Nothing that is locked is contradicted by the places.
      const placeOf = (item: number): number => places.findIndex((place) => place.includes(item));
      for (const [winner, loser] of locked) expect(placeOf(winner)).toBeLessThan(placeOf(loser));
    }),
  );
});

test('one ranking is its own consensus, ties included', () => {
  const { places, rejected } = rankedPairs(winMatrixOfRankings(rankingsOfPlaces([[2, [0, 3], 1]], 4)));
  expect(places).toEqual([[2], [0, 3], [1]]);
  expect(rejected).toEqual([]);
});

test('nobody preferred to anybody: all in one place; nobody at all: no place', () => {
  expect(rankedPairs(winMatrixOfRankings(rankingsOfPlaces([], 3))).places).toEqual([[0, 1, 2]]);
  const even = rankingsOfPlaces(
    [
      [0, 1],
      [1, 0],
    ],
    2,
  );
  expect(rankedPairs(winMatrixOfRankings(even))).toEqual({ places: [[0, 1]], locked: [], rejected: [] });
  expect(rankedPairs(winMatrixOfRankings(rankingsOfPlaces([], 0))).places).toEqual([]);
});
