import { expect, test } from 'vitest';
import pandalm from '../fixtures/pandalm-choices.json' with { type: 'json' };
import { type ValuedVotes, votesOfTable } from '../votes.ts';
import { humanCeiling } from './ceiling.ts';
import { fleissKappa } from './fleiss.ts';
import { gwetCoefficients } from './gwet.ts';
import { alphaInterval } from './krippendorff-bootstrap.ts';
import { krippendorffAlpha } from './krippendorff.ts';
import { percentAgreement } from './percent.ts';
import { meanPairwiseKappa, raterPairs } from './rater-pairs.ts';

/** 999 compared pairs by three annotators, kept by their publishers for high agreement. */
const votes: ValuedVotes = (() => {
  const columns = Object.values(pandalm.choices).map((choices) =>
    [...choices].map((choice) => 'abt'.indexOf(choice)),
  );
  return votesOfTable(columns[0]!.map((_, unit) => columns.map((column) => column[unit]!)));
})();

test('Cohen’s kappa of each two annotators is what was published: 0.85, 0.88, 0.86', () => {
  const pairs = raterPairs(votes);
  expect(pairs.map(({ kappa }) => kappa?.toFixed(3))).toEqual(['0.852', '0.879', '0.862']);
  expect(pairs.map(({ sharedUnits }) => sharedUnits)).toEqual([999, 999, 999]);
});

test('all coefficients tell of the same high agreement', () => {
  const mean = meanPairwiseKappa(raterPairs(votes)).kappa!;
  const { alpha } = krippendorffAlpha(votes, 'nominal');
  const { gwet, fleiss } = gwetCoefficients(votes);
  expect(fleiss.coefficient).toBeCloseTo(fleissKappa(votes).kappa!, 12);
  // The three annotators use the labels alike, so that it matters little whose chance is meant.
  for (const coefficient of [alpha, fleiss.coefficient])
    expect(Math.abs(coefficient! - mean)).toBeLessThan(0.001);
  expect(gwet.coefficient).toBeGreaterThan(mean);
  const { low, high } = alphaInterval(votes, 'nominal', { seed: 1 });
  expect(low).toBeGreaterThan(0.83);
  expect(low).toBeLessThan(alpha!);
  expect(high).toBeLessThan(0.89);
  expect(high).toBeGreaterThan(alpha!);
});

test('their ceiling', () => {
  const { pairPooled, unitMean } = percentAgreement(votes);
  expect(pairPooled).toBeCloseTo(unitMean!, 12);
  const { accuracy } = humanCeiling(pairPooled);
  expect(accuracy).toBeGreaterThan(0.9);
  expect(accuracy).toBeLessThan(1);
});
