import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { type RatingTable, votesOfTable } from '../votes.ts';
import { gwetCoefficients } from './gwet.ts';
import { percentAgreement } from './percent.ts';
import { distance, tables, votesOf } from './votes.fixture.ts';
import type { AgreementWeights } from './weights.ts';

test.each(vectorsOf('gwet_ac'))('$id', (vector) => {
  const named = vector.params['weights'] as 'identity' | 'linear' | 'quadratic';
  const weights: AgreementWeights = named === 'identity' ? 'unweighted' : named;
  const { observedAgreement, gwet } = gwetCoefficients(
    votesOfTable(vector.input['ratings'] as RatingTable),
    weights,
  );
  expectVector(vector, { coefficient: gwet.coefficient, pa: observedAgreement, pe: gwet.chanceAgreement });
});

test.each(vectorsOf('fleiss_kappa_missing'))('$id', (vector) => {
  const { observedAgreement, fleiss, brennanPrediger } = gwetCoefficients(
    votesOfTable(vector.input['ratings'] as RatingTable),
  );
  expectVector(vector, {
    fleissKappa: fleiss.coefficient,
    pa: observedAgreement,
    pe: fleiss.chanceAgreement,
    brennanPrediger: brennanPrediger.coefficient,
  });
});

test('closed forms of two labels', () => {
  fc.assert(
    fc.property(tables({ ratings: 2, missing: true }), (table) => {
      const votes = votesOfTable(table);
      const { observedAgreement, gwet, brennanPrediger } = gwetCoefficients(votes);
      const { unitMean } = percentAgreement(votes);
      if (unitMean === null || votes.labels < 2) {
        expect(gwet.coefficient).toBeNull();
        return;
      }
      expect(distance(observedAgreement, unitMean)).toBeLessThan(1e-12);
      expect(distance(brennanPrediger.coefficient, 2 * unitMean - 1)).toBeLessThan(1e-12);
      const voted = table.map((row) => row.filter((value) => value !== null)).filter((row) => row.length > 0);
      const ones = voted.map((row) => row.filter((value) => value === 1).length / row.length);
      const share = ones.reduce((sum, one) => sum + one, 0) / ones.length;
      const chance = 2 * share * (1 - share);
      expect(distance(gwet.coefficient, (unitMean - chance) / (1 - chance))).toBeLessThan(1e-12);
    }),
  );
});

test('columns and rows may stand in any order', () => {
  fc.assert(
    fc.property(
      tables({ ratings: 4, missing: true }),
      fc.constantFrom('unweighted', 'linear', 'quadratic'),
      (table, weights) => {
        const turned = table.map((row) => row.toReversed()).toReversed();
        const [one, other] = [table, turned].map((each) => gwetCoefficients(votesOfTable(each), weights));
        for (const name of ['gwet', 'fleiss', 'brennanPrediger'] as const) {
          expect(other![name].reason).toBe(one![name].reason);
          const coefficient = one![name].coefficient;
          if (coefficient !== null)
            expect(distance(other![name].coefficient, coefficient)).toBeLessThan(1e-10);
        }
      },
    ),
  );
});

test('skewed labels: AC1 stays near the agreement where kappa falls', () => {
  const votes = votesOf({
    seed: 8,
    units: 30_000,
    raters: 30,
    votesPerUnit: 3,
    labels: 2,
    say: (_, random) => (random() < 0.95 ? 0 : 1),
  });
  const { gwet, fleiss, observedAgreement } = gwetCoefficients(votes);
  expect(distance(observedAgreement, 0.905)).toBeLessThan(0.01);
  expect(distance(fleiss.coefficient, 0)).toBeLessThan(0.02);
  expect(distance(gwet.coefficient, 0.895)).toBeLessThan(0.01);
});

test('edges', () => {
  const empty = gwetCoefficients(votesOfTable([]));
  expect(empty).toMatchObject({ observedAgreement: null, unitsUsed: 0, reason: 'no_data' });
  expect(empty.gwet).toEqual({ coefficient: null, chanceAgreement: null, reason: 'no_data' });
  expect(gwetCoefficients(votesOfTable([[1, null]])).fleiss.reason).toBe('no_overlap');
  const constant = votesOfTable([
    [1, 1],
    [1, 1],
  ]);
  const oneLabel = gwetCoefficients(constant);
  for (const name of ['gwet', 'fleiss', 'brennanPrediger'] as const)
    expect(oneLabel[name]).toEqual({ coefficient: null, chanceAgreement: 1, reason: 'no_variation' });
  // On a scale of two, AC1 is defined although nobody used the other label.
  const ofTwo = gwetCoefficients({ ...constant, labels: 2 });
  expect(ofTwo.gwet).toEqual({ coefficient: 1, chanceAgreement: 0, reason: null });
  expect(ofTwo.brennanPrediger.coefficient).toBe(1);
  expect(ofTwo.fleiss.reason).toBe('no_variation');
});
