import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { groupBytes, splitOfGroup, fractionOfDigest } from './hash-split.ts';
import { filterScores } from './helpsteer-filter.ts';
import { jaccardOfShingles, lshCollision, shinglesOf } from './near-duplicates.ts';
import { rankingToPairs } from './ranking-pairs.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

test.each(vectorsOf('lsh_collision'))('$id', (vector) => {
  const cases = vector.input['cases'] as [number, number, number][];
  expectVector(vector, {
    probability: cases.map(([similarity, bands, rows]) => lshCollision(similarity, { bands, rows })),
  });
});

test.each(vectorsOf('jaccard_shingles'))('$id', (vector) => {
  const { k } = vector.params as { k: number };
  const pairs = vector.input['pairs'] as [string, string][];
  expectVector(vector, { jaccard: pairs.map(([one, other]) => jaccardOfShingles(one, other, k)) });
});

test.each(vectorsOf('group_hash_split'))('$id', (vector) => {
  const options = { ...(vector.params as { salt: string; validationShare: number }), sha256 };
  const splits = (vector.input['groups'] as string[]).map((group) => splitOfGroup(group, options));
  expectVector(vector, {
    u: splits.map(({ u }) => u),
    validation: splits.map(({ validation }) => validation),
  });
});

test.each(vectorsOf('helpsteer2_preference_filter'))('$id', (vector) => {
  expectVector(vector, {
    units: (vector.input['units'] as number[][]).map((scores) => filterScores(scores)),
  });
});

test.each(vectorsOf('ranking_to_pairs'))('$id', (vector) => {
  expectVector(vector, rankingToPairs(vector.input['ranking'] as string[][]));
});

describe('near-duplicates', () => {
  test('a collision is sure for the same texts, impossible for texts with nothing in common', () => {
    expect(lshCollision(1, { bands: 4, rows: 3 })).toBe(1);
    expect(lshCollision(0, { bands: 4, rows: 3 })).toBe(0);
  });

  test('similarity is the same from either side and blind to case and white space', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 6 }),
        (one, other, k) => {
          const similarity = jaccardOfShingles(one, other, k);
          expect(similarity).toBe(jaccardOfShingles(other, one, k));
          expect(similarity >= 0 && similarity <= 1).toBe(true);
          expect(jaccardOfShingles(` ${one}\n`, one, k)).toBe(1);
        },
      ),
    );
    expect(jaccardOfShingles('A  b\tC d', 'a b c D')).toBe(1);
  });

  test('characters are whole, and a short text is one shingle', () => {
    expect([...shinglesOf('提示😀九', 2)]).toEqual(['提示', '示😀', '😀九']);
    expect([...shinglesOf('ab', 5)]).toEqual(['ab']);
    expect([...shinglesOf('', 5)]).toEqual(['']);
  });
});

describe('the split', () => {
  test('gives about the share, and a smaller share is part of a larger one', () => {
    const groups = Array.from({ length: 4000 }, (_, index) => `group ${index}`);
    const chosen = (validationShare: number) =>
      new Set(
        groups.filter((group) => splitOfGroup(group, { salt: 's', validationShare, sha256 }).validation),
      );
    const [small, large] = [chosen(0.1), chosen(0.3)];
    // Five standard deviations.
    expect(Math.abs(small.size - 400)).toBeLessThan(95);
    expect(Math.abs(large.size - 1200)).toBeLessThan(145);
    expect([...small].every((group) => large.has(group))).toBe(true);
    expect(chosen(0).size).toBe(0);
    expect(chosen(1).size).toBe(4000);
  });

  test('salt and group do not run together, and every digest lies in [0, 1)', () => {
    expect([...groupBytes('a', 'bc')]).not.toEqual([...groupBytes('ab', 'c')]);
    expect(fractionOfDigest(new Uint8Array(32))).toBe(0);
    expect(fractionOfDigest(new Uint8Array(32).fill(255))).toBeLessThan(1);
    // A view into a larger buffer.
    expect(fractionOfDigest(new Uint8Array([9, 128, 0, 0, 0, 0, 0, 0, 0]).subarray(1))).toBe(0.5);
  });
});

describe('the filter of scores', () => {
  test('keeps three that no other three are closer than, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 5 }), (scores) => {
        const result = filterScores(scores);
        for (let a = 0; a < scores.length; a += 1)
          for (let b = a + 1; b < scores.length; b += 1)
            for (let c = b + 1; c < scores.length; c += 1) {
              const triple = [scores[a]!, scores[b]!, scores[c]!];
              expect(Math.max(...triple) - Math.min(...triple)).toBeGreaterThanOrEqual(result.spread!);
            }
        expect(filterScores(scores.toReversed())).toEqual(result);
      }),
    );
  });

  test('fewer than three scores say nothing; halves round away from zero', () => {
    expect(filterScores([1, 1])).toEqual({
      kept: null,
      spread: null,
      mean: null,
      overall: null,
      outcome: null,
      reason: 'no_data',
    });
    expect(filterScores([0, 0, 0])).toMatchObject({ overall: 0, outcome: 'dropped_zero' });
    expect(Object.is(filterScores([0, 0, -1]).overall, 0)).toBe(true);
    expect(filterScores([-1.5, -1.5, -1.5]).overall).toBe(-2);
  });
});

describe('pairs of a ranking', () => {
  test('are all pairs, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), (sizes) => {
        let name = 0;
        const ranking = sizes.map((size) => Array.from({ length: size }, () => `r${name++}`));
        const { strict, ties, pairWeight } = rankingToPairs(ranking);
        expect(strict.length + ties.length).toBe((name * Math.max(0, name - 1)) / 2);
        expect(new Set([...strict, ...ties].map((pair) => pair.toSorted().join())).size).toBe(
          strict.length + ties.length,
        );
        const rankOf = (item: string): number => ranking.findIndex((group) => group.includes(item));
        for (const [winner, loser] of strict) expect(rankOf(winner)).toBeLessThan(rankOf(loser));
        for (const [one, other] of ties) expect(rankOf(one)).toBe(rankOf(other));
        if (strict.length > 0) expect(pairWeight! * strict.length).toBeCloseTo(1, 14);
      }),
    );
  });

  test('come sorted by name, whatever the ranking', () => {
    expect(rankingToPairs([['z'], ['b', 'a'], ['m']])).toEqual({
      strict: [
        ['a', 'm'],
        ['b', 'm'],
        ['z', 'a'],
        ['z', 'b'],
        ['z', 'm'],
      ],
      ties: [['a', 'b']],
      pairWeight: 1 / 5,
    });
  });

  test('a ranking of equals has no strict pair', () => {
    expect(rankingToPairs([['b', 'a']])).toEqual({ strict: [], ties: [['a', 'b']], pairWeight: null });
    expect(rankingToPairs([])).toEqual({ strict: [], ties: [], pairWeight: null });
  });
});
