import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomFrom } from '../numeric/random.ts';
import { expectVector, type Vector, vectorsOf } from '../vectors.fixture.ts';
import { cohenKappa, cohenKappaOfTable, type CohenKappa, type RaterTable } from './cohen.ts';
import { distance } from './votes.fixture.ts';
import type { AgreementWeights } from './weights.ts';

const allWeights = ['unweighted', 'linear', 'quadratic'] as const;

const tableOf = (rows: readonly (readonly number[])[]): RaterTable => ({
  counts: Float64Array.from(rows.flat()),
  labels: rows.length,
});

const inTheVectorsWords = ({
  kappa,
  observedAgreement,
  chanceAgreement,
  standardError,
  units,
}: CohenKappa): unknown => ({
  kappa,
  po: observedAgreement,
  pe: chanceAgreement,
  ase: standardError,
  n: units,
});

const weightsOf = ({ params }: Vector): { weights: AgreementWeights } => ({
  weights: params['weights'] as AgreementWeights,
});

test.each(vectorsOf('cohen_kappa_table'))('$id', (vector) => {
  const table = tableOf(vector.input['table'] as number[][]);
  expectVector(vector, inTheVectorsWords(cohenKappaOfTable(table, weightsOf(vector))));
});

test.each(vectorsOf('cohen_kappa'))('$id', (vector) => {
  const categories = vector.input['categories'] as number[];
  const [first, second] = ['a', 'b'].map((name) =>
    (vector.input[name] as (number | null)[]).map((value) =>
      value === null ? -1 : categories.indexOf(value),
    ),
  );
  const columns = { first: first!, second: second!, labels: categories.length };
  expectVector(vector, inTheVectorsWords(cohenKappa(columns, weightsOf(vector))));
});

const tables = fc.integer({ min: 2, max: 5 }).chain((labels) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: labels, maxLength: labels }), {
    minLength: labels,
    maxLength: labels,
  }),
);

const expectSame = (one: CohenKappa, other: CohenKappa): void => {
  expect(one.reason).toBe(other.reason);
  for (const key of ['kappa', 'standardError', 'observedAgreement', 'chanceAgreement'] as const) {
    if (one[key] === null) expect(other[key]).toBeNull();
    else expect(distance(other[key], one[key])).toBeLessThan(1e-7);
  }
};

test('who is first does not matter, nor from which end the scale is read', () => {
  fc.assert(
    fc.property(tables, fc.constantFrom(...allWeights), (rows, weights) => {
      const kappa = cohenKappaOfTable(tableOf(rows), { weights });
      const swapped = rows.map((_, at) => rows.map((row) => row[at]!));
      const reversed = rows.map((row) => row.toReversed()).toReversed();
      expectSame(kappa, cohenKappaOfTable(tableOf(swapped), { weights }));
      expectSame(kappa, cohenKappaOfTable(tableOf(reversed), { weights }));
    }),
  );
});

test('without weights the order of labels does not matter', () => {
  fc.assert(
    fc.property(tables, (rows) => {
      const moved = (list: readonly number[]): number[] => [...list.slice(1), list[0]!];
      const relabelled = [...rows.slice(1), rows[0]!].map(moved);
      expectSame(cohenKappaOfTable(tableOf(rows)), cohenKappaOfTable(tableOf(relabelled)));
    }),
  );
});

test('of two labels all weights are the same', () => {
  const table = tableOf([
    [20, 5],
    [10, 15],
  ]);
  for (const weights of allWeights)
    expectSame(cohenKappaOfTable(table), cohenKappaOfTable(table, { weights }));
});

test('the standard error is that of many draws', () => {
  // Diagnoses of the reference vectors as probabilities.
  const shares = [40, 6, 4, 15, 4, 25, 1, 5, 4, 2, 21, 9, 17, 13, 12, 45];
  const random = randomFrom(11);
  const units = 223;
  for (const weights of allWeights) {
    const kappas = Array.from({ length: 2_000 }, () => {
      const counts = new Float64Array(16);
      for (let unit = 0; unit < units; unit += 1) {
        let left = random() * units;
        let cell = 0;
        while (left >= shares[cell]!) {
          left -= shares[cell]!;
          cell += 1;
        }
        counts[cell] = counts[cell]! + 1;
      }
      return cohenKappaOfTable({ counts, labels: 4 }, { weights }).kappa!;
    });
    const mean = kappas.reduce((sum, kappa) => sum + kappa, 0) / kappas.length;
    const spread = Math.sqrt(kappas.reduce((sum, kappa) => sum + (kappa - mean) ** 2, 0) / kappas.length);
    const { standardError } = cohenKappaOfTable(
      { counts: Float64Array.from(shares), labels: 4 },
      { weights },
    );
    // Four standard errors of a standard deviation of 2,000 draws.
    expect(Math.abs(spread / standardError! - 1)).toBeLessThan(0.065);
  }
});

test('the interval reaches as many standard errors as the confidence asks and stays on the scale', () => {
  const grants = tableOf([
    [20, 5],
    [10, 15],
  ]);
  const { kappa, standardError, interval } = cohenKappaOfTable(grants);
  expect(interval.low).toBeCloseTo(kappa! - 1.959963984540054 * standardError!, 12);
  expect(interval.high).toBeCloseTo(kappa! + 1.959963984540054 * standardError!, 12);
  const narrower = cohenKappaOfTable(grants, { confidence: 0.5 }).interval;
  expect(narrower.low).toBeCloseTo(kappa! - 0.6744897501960817 * standardError!, 12);
  const nearlyPerfect = cohenKappaOfTable(
    tableOf([
      [5, 0],
      [1, 5],
    ]),
  );
  expect(nearlyPerfect.interval.high).toBe(1);
});

test('what is 0/0 is said to be', () => {
  const none = { low: null, high: null };
  expect(cohenKappa({ first: [], second: [], labels: 3 })).toEqual({
    kappa: null,
    observedAgreement: null,
    chanceAgreement: null,
    standardError: null,
    interval: { ...none, reason: 'no_overlap' },
    units: 0,
    reason: 'no_overlap',
  });
  expect(cohenKappa({ first: [0, -1], second: [-1, 0], labels: 3 }).reason).toBe('no_overlap');
  expect(
    cohenKappa({ first: [1, 1, 1], second: [1, 1, 1], labels: 3 }, { weights: 'quadratic' }),
  ).toMatchObject({
    kappa: null,
    observedAgreement: 1,
    chanceAgreement: 1,
    reason: 'no_variation',
  });
  expect(cohenKappa({ first: [0, 0], second: [0, 0], labels: 1 }).reason).toBe('no_variation');
  // Perfect, but five units do not make it certain.
  const perfect = cohenKappa({ first: [0, 1, 2, 0, 1], second: [0, 1, 2, 0, 1], labels: 3 });
  expect(perfect).toMatchObject({
    kappa: 1,
    standardError: 0,
    interval: { ...none, reason: 'no_variation' },
  });
});

test('skewed labels: one constant rater makes kappa 0 however often they agree', () => {
  const { kappa, observedAgreement } = cohenKappa({
    first: [0, 0, 0, 0, 0, 0],
    second: [0, 0, 0, 0, 0, 1],
    labels: 2,
  });
  expect(observedAgreement).toBeCloseTo(5 / 6, 12);
  expect(kappa).toBeCloseTo(0, 12);
});

test('columns that do not fit are refused', () => {
  expect(() => cohenKappa({ first: [0], second: [], labels: 2 })).toThrow(RangeError);
  expect(() => cohenKappa({ first: [0], second: [2], labels: 2 })).toThrow('unit 0');
});
