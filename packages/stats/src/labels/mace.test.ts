import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import {
  byName,
  drawVotes,
  expectNear,
  hitRate,
  oneCoin,
  posteriorByName,
  someRows,
  someSize,
  votesOf,
  votesOfVector,
} from './labels.fixture.ts';
import { mace } from './mace.ts';

test.each(vectorsOf('mace_em'))('$id', (vector) => {
  const { votes } = votesOfVector(vector);
  const { smoothing } = vector.params as { smoothing: number };
  const { found } = mace(votes, {
    smoothing,
    random: randomFrom(3),
    tolerance: 1e-12,
    maxIterations: 10_000,
  });
  expect(found!.converged).toBe(true);
  expectVector(vector, {
    logMarginalLikelihood: found!.logLikelihood,
    competence: byName(votes.raterNames, (rater) => found!.competence[rater]),
    posterior: posteriorByName(votes, found!.posterior),
  });
});

test('more starts never end at a lower likelihood, and a seed gives the same end', () => {
  fc.assert(
    fc.property(someRows(3), fc.integer(), (rows, seed) => {
      const votes = votesOf(rows, someSize(3));
      const ended = (starts: number) =>
        mace(votes, { random: randomFrom(seed), starts, maxIterations: 50 }).found!;
      expect(ended(4).logLikelihood).toBeGreaterThanOrEqual(ended(1).logLikelihood);
      expect(ended(4)).toEqual(ended(4));
    }),
    { numRuns: 30 },
  );
});

test('every probability is one', () => {
  fc.assert(
    fc.property(someRows(3), fc.integer(), (rows, seed) => {
      const { found } = mace(votesOf(rows, someSize(3)), {
        random: randomFrom(seed),
        starts: 1,
        maxIterations: 30,
      });
      for (let unit = 0; unit < 10; unit += 1)
        expect(found!.posterior.subarray(unit * 3, unit * 3 + 3).reduce((sum, p) => sum + p, 0)).toBeCloseTo(
          1,
          12,
        );
      found!.competence.forEach((share, rater) => {
        if (share === null) expect(found!.spam[rater]).toBeNull();
        else expect(share > 0 && share < 1).toBe(true);
        for (const p of found!.spam[rater] ?? []) expect(p > 0 && p < 1).toBe(true);
      });
    }),
    { numRuns: 30 },
  );
});

test('without votes, or without a second label, nothing is found', () => {
  const random = randomFrom(1);
  expect(mace(votesOf([], { units: 1, raters: 1, labels: 2 }), { random }).reason).toBe('no_data');
  expect(mace(votesOf([[0, 0, 0]], { units: 1, raters: 1, labels: 1 }), { random }).reason).toBe(
    'no_variation',
  );
});

test('who spams, and with what, is found again', () => {
  const spam = Array.from({ length: 3 }, () => [0.1, 0.8, 0.1]);
  const errorRates = [spam, ...[0.9, 0.8, 0.8, 0.7, 0.7].map((accuracy) => oneCoin(accuracy, 3))];
  const share = [1 / 3, 1 / 3, 1 / 3];
  const { votes, truth } = drawVotes(
    { units: 3000, labels: 3, errorRates, share, votesPerUnit: () => 4 },
    randomFrom(5),
  );
  const { found } = mace(votes, { random: randomFrom(6) });
  // One accuracy q is knowing with c and even spam: q = c + (1 - c) / 3.
  expectNear(found!.competence as number[], [0, 0.85, 0.7, 0.7, 0.55, 0.55], 0.06);
  expectNear(found!.spam[0]!, [0.1, 0.8, 0.1], 0.04);
  expect(hitRate(found!.posterior, truth)).toBeGreaterThan(0.9);
});
