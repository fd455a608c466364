import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, vectorsOf } from '../vectors.fixture.ts';
import { countByUnit, votesOfTable } from '../votes.ts';
import { fleissKappa, fleissKappaOfCounts } from './fleiss.ts';
import { gwetCoefficients } from './gwet.ts';
import { distance, tables, votersRightBy, votesOf } from './votes.fixture.ts';

test.each(vectorsOf('fleiss_kappa_table'))('$id', (vector) => {
  const table = vector.input['table'] as number[][];
  const result = fleissKappaOfCounts(Float64Array.from(table.flat()), table[0]!.length);
  expectVector(vector, {
    kappa: result.kappa,
    pBar: result.observedAgreement,
    peBar: result.chanceAgreement,
    se0: result.standardErrorOfChance,
    z0: result.z,
    perCategory: result.perLabel.map(({ kappa }) => kappa),
  });
});

test('with equal raters it is the special case of the general one', () => {
  fc.assert(
    fc.property(tables({ ratings: 4, missing: false }), (table) => {
      const votes = votesOfTable(table);
      const { kappa, observedAgreement, reason } = fleissKappa(votes);
      const general = gwetCoefficients(votes);
      expect(distance(observedAgreement, general.observedAgreement!)).toBeLessThan(1e-12);
      expect(general.fleiss.reason).toBe(reason);
      if (kappa === null) expect(general.fleiss.coefficient).toBeNull();
      else expect(distance(kappa, general.fleiss.coefficient!)).toBeLessThan(1e-10);
    }),
  );
});

test('kappa is the mean of the labels own, weighted by their chance to disagree', () => {
  fc.assert(
    fc.property(tables({ ratings: 4, missing: false }), (table) => {
      const votes = votesOfTable(table);
      const { kappa, perLabel } = fleissKappa(votes);
      if (kappa === null) return;
      const counts = countByUnit(votes);
      const shares = Array.from(
        { length: votes.labels },
        (_, label) =>
          counts.reduce((sum, count, cell) => sum + (cell % votes.labels === label ? count : 0), 0) /
          votes.unit.length,
      );
      const weights = shares.map((share) => share * (1 - share));
      const weighted = perLabel.reduce((sum, one, label) => sum + one.kappa! * weights[label]!, 0);
      expect(distance(kappa, weighted / weights.reduce((sum, weight) => sum + weight, 0))).toBeLessThan(
        1e-10,
      );
    }),
  );
});

test('z of votes by chance is a standard normal number', () => {
  const random = randomFrom(5);
  const zs = Array.from({ length: 1_000 }, (_, seed) => {
    const say = (): number => Math.floor(random() ** 2 * 3);
    return fleissKappa(votesOf({ seed, units: 60, raters: 4, votesPerUnit: 4, labels: 3, say })).z!;
  });
  const beyond = zs.filter((z) => Math.abs(z) > 1.96).length;
  const spread = Math.sqrt(zs.reduce((sum, z) => sum + z * z, 0) / zs.length);
  expect(Math.abs(spread - 1)).toBeLessThan(0.1);
  expect(beyond).toBeGreaterThan(25);
  expect(beyond).toBeLessThan(85);
});

test('voters right by 80 in 100 on even truth have a kappa of 0.36', () => {
  const votes = votersRightBy(0.8);
  const { kappa, p, ratingsPerUnit } = fleissKappa(votes);
  expect(distance(kappa, 0.36)).toBeLessThan(0.015);
  expect(p).toBeLessThan(1e-12);
  expect(ratingsPerUnit).toBe(3);
});

test('edges', () => {
  const reasonOf = (table: (number | null)[][]): string | null => fleissKappa(votesOfTable(table)).reason;
  expect(reasonOf([])).toBe('no_data');
  expect(reasonOf([[1], [2]])).toBe('no_overlap');
  expect(
    reasonOf([
      [1, 1],
      [1, null],
    ]),
  ).toBe('unequal_raters');
  expect(fleissKappa(votesOfTable([[1, 1]]))).toMatchObject({
    kappa: null,
    z: null,
    observedAgreement: 1,
    chanceAgreement: 1,
    reason: 'no_variation',
  });
  // A unit that nobody rated does not count.
  expect(
    fleissKappa(
      votesOfTable([
        [1, 1],
        [null, null],
        [2, 2],
      ]),
    ),
  ).toMatchObject({ kappa: 1, units: 2, ratingsPerUnit: 2, reason: null });
  // Nor does a label that nobody used have a kappa of its own.
  const unused = fleissKappaOfCounts(Float64Array.of(2, 0, 0, 1, 1, 0), 3);
  expect(unused.perLabel[2]).toEqual({ kappa: null, reason: 'no_variation' });
  expect(unused.perLabel[0]!.kappa).toBeCloseTo(-1 / 3, 12);
});
