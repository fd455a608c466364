import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import type { Votes } from '../votes.ts';
import { glad } from './glad.ts';
import {
  byName,
  expectNear,
  posteriorByName,
  someRows,
  someSize,
  votesOf,
  votesOfVector,
  type Rows,
} from './labels.fixture.ts';

test.each(vectorsOf('glad'))('$id', (vector) => {
  const { votes } = votesOfVector(vector);
  const { priorMean } = vector.params as { priorMean: number };
  const { found } = glad(votes, { priorMean, tolerance: 1e-12, maxIterations: 10_000 });
  expect(found!.converged).toBe(true);
  expectVector(vector, {
    alpha: byName(votes.raterNames, (rater) => found!.ability[rater]),
    beta: byName(votes.unitNames, (unit) => found!.logEasiness[unit]),
    posterior: posteriorByName(votes, found!.posterior),
  });
});

/** ln P(votes, α, β) up to a constant, written out. */
function logPosterior(votes: Votes, ability: ArrayLike<number>, logEasiness: ArrayLike<number>): number {
  let sum = 0;
  for (let unit = 0; unit < votes.units; unit += 1) {
    let likelihood = 0;
    for (let k = 0; k < votes.labels; k += 1) {
      let p = 1 / votes.labels;
      for (let vote = 0; vote < votes.unit.length; vote += 1) {
        if (votes.unit[vote] !== unit) continue;
        const right = 1 / (1 + Math.exp(-ability[votes.rater[vote]!]! * Math.exp(logEasiness[unit]!)));
        p *= votes.label[vote] === k ? right : (1 - right) / (votes.labels - 1);
      }
      likelihood += p;
    }
    sum += Math.log(likelihood) - (logEasiness[unit]! - 1) ** 2 / 2;
  }
  for (let rater = 0; rater < votes.raters; rater += 1) sum -= (ability[rater]! - 1) ** 2 / 2;
  return sum;
}

test('what the EM climbs never falls, and its end is level in every direction', () => {
  fc.assert(
    fc.property(fc.constantFrom(2, 3), someRows(2), (labels, rows) => {
      const votes = votesOf(rows, someSize(labels));
      let before = -Infinity;
      for (const maxIterations of [0, 1, 2, 4, 10, 30]) {
        const { logPosterior } = glad(votes, { maxIterations, tolerance: 0 }).found!;
        expect(logPosterior).toBeGreaterThanOrEqual(before - 1e-9);
        before = logPosterior;
      }
      const end = glad(votes, { tolerance: 1e-10, maxIterations: 20_000 }).found!;
      expect(end.converged).toBe(true);
      expect(logPosterior(votes, end.ability, end.logEasiness)).toBeCloseTo(end.logPosterior, 9);
      const slope = (change: (by: number) => number): number => (change(1e-5) - change(-1e-5)) / 2e-5;
      for (let rater = 0; rater < votes.raters; rater += 1)
        expect(
          slope((by) =>
            logPosterior(votes, end.ability.with(rater, end.ability[rater]! + by), end.logEasiness),
          ),
        ).toBeCloseTo(0, 6);
      for (let unit = 0; unit < votes.units; unit += 1)
        expect(
          slope((by) =>
            logPosterior(votes, end.ability, end.logEasiness.with(unit, end.logEasiness[unit]! + by)),
          ),
        ).toBeCloseTo(0, 6);
    }),
    { numRuns: 40 },
  );
});

test('the order of rows does not matter', () => {
  fc.assert(
    fc.property(someRows(3), (rows) => {
      const settings = { maxIterations: 8, tolerance: 0 };
      const one = glad(votesOf(rows, someSize(3)), settings).found!;
      const other = glad(votesOf(rows.toReversed(), someSize(3)), settings).found!;
      expectNear(other.posterior, one.posterior, 1e-9);
      expectNear(other.ability, one.ability, 1e-9);
    }),
  );
});

test('without votes, or without a second label, nothing is found; who has none stays at the prior', () => {
  expect(glad(votesOf([], { units: 1, raters: 1, labels: 2 })).reason).toBe('no_data');
  expect(glad(votesOf([[0, 0, 0]], { units: 1, raters: 1, labels: 1 })).reason).toBe('no_variation');
  const { found } = glad(votesOf([[0, 0, 0]], { units: 2, raters: 2, labels: 2 }), { priorMean: 0.5 });
  expect(found!.ability[1]).toBe(0.5);
  expect(found!.logEasiness[1]).toBe(0.5);
  expect([...found!.posterior.subarray(2)]).toEqual([0.5, 0.5]);
});

test('ability and easiness of known making are ordered as they were', () => {
  const random = randomFrom(8);
  const ability = [-1, 0, 0.5, 1, 1.5, 2, 2.5];
  const rows: Rows = [];
  const truth: number[] = [];
  for (let unit = 0; unit < 600; unit += 1) {
    truth.push(random() < 0.5 ? 0 : 1);
    // Half of the units are hard.
    const easiness = unit % 2 === 0 ? 2 : 0.3;
    ability.forEach((alpha, rater) => {
      const right = random() < 1 / (1 + Math.exp(-alpha * easiness));
      rows.push([unit, rater, right ? truth[unit]! : 1 - truth[unit]!]);
    });
  }
  const { found } = glad(votesOf(rows, { units: 600, raters: ability.length, labels: 2 }));
  expect(found!.ability).toEqual(found!.ability.toSorted());
  expect(found!.ability[0]).toBeLessThan(-0.3);
  const mean = (odd: number): number =>
    found!.logEasiness.reduce((sum, beta, unit) => (unit % 2 === odd ? sum + beta : sum), 0) / 300;
  expect(mean(0)).toBeGreaterThan(mean(1) + 0.5);
});
