import { describe, expect, test } from 'vitest';
import { vectorsOf } from '../vectors.fixture.ts';
import { type RatingTable, votesOfTable } from '../votes.ts';
import { clusteredError, clusteredRatio } from './clustered.ts';
import { gwetIntervals } from './gwet-intervals.ts';
import { votersRightBy } from './votes.fixture.ts';

/** Krippendorff's and Gwet's example of four raters and twelve units. */
const raters4 = vectorsOf('gwet_ac')
  .map(({ input }) => input['ratings'] as RatingTable)
  .find((table) => table.length === 12 && table[0]!.length === 4)!;

describe('intervals of Gwet’s coefficients', () => {
  test('have the standard errors that irrCAC documents for four raters', () => {
    const { gwet, fleiss, brennanPrediger } = gwetIntervals(votesOfTable(raters4));
    expect(gwet.standardError).toBeCloseTo(0.14295, 5);
    expect(fleiss.standardError).toBeCloseTo(0.15302, 5);
    expect(brennanPrediger.standardError).toBeCloseTo(0.14472, 5);
  });

  test('are as wide as many samples of the same crowd spread', () => {
    const all = votersRightBy(0.8);
    const samples = Array.from({ length: 200 }, (_, sample) => {
      const kept = all.unit.map((_unit, vote) => vote).filter((vote) => all.unit[vote]! % 200 === sample);
      return {
        ...all,
        unit: kept.map((vote) => Math.floor(all.unit[vote]! / 200)),
        rater: kept.map((vote) => all.rater[vote]!),
        label: kept.map((vote) => all.label[vote]!),
        units: 200,
      };
    });
    const truth = gwetIntervals(all);
    const middle = (truth.fleiss.low! + truth.fleiss.high!) / 2;
    const held = samples.filter((sample) => {
      const { low, high } = gwetIntervals(sample).fleiss;
      return low! <= middle && middle <= high!;
    });
    expect(held.length / samples.length).toBeGreaterThan(0.9);
    expect(held.length / samples.length).toBeLessThan(0.99);
  });

  test('widen when units come in clusters that are alike, and are not there where everything agrees', () => {
    const votes = votesOfTable(raters4.flatMap((row) => [row, row, row, row]));
    const apart = gwetIntervals(votes).gwet;
    const clusterOfUnit = Int32Array.from({ length: votes.units }, (_, unit) => Math.floor(unit / 4));
    const together = gwetIntervals(votes, 'unweighted', { clusterOfUnit }).gwet;
    expect(together.standardError).toBeCloseTo(0.14295, 5);
    expect(apart.standardError!).toBeLessThan(0.6 * together.standardError!);
    const alike = gwetIntervals({ ...votesOfTable([[1, 1]]), labels: 2 });
    expect(alike.brennanPrediger).toEqual({ standardError: null, low: null, high: null });
  });
});

describe('a ratio over clusters', () => {
  test('of ones is the mean with the usual standard error', () => {
    const values = Float64Array.of(1, 2, 3, 4, 10);
    const { value, standardError } = clusteredRatio(values, new Float64Array(5).fill(1), { range: [0, 100] });
    expect(value).toBe(4);
    // s = √12.5, n = 5.
    expect(standardError).toBeCloseTo(Math.sqrt(12.5 / 5), 12);
  });

  test('weighs units by their denominator and adds up the units of a cluster', () => {
    const [numerators, denominators] = [Float64Array.of(1, 3, 2, 0), Float64Array.of(1, 3, 4, 4)];
    const { value, standardError } = clusteredRatio(numerators, denominators, { clusterOf: [0, 0, 1, 2] });
    expect(value).toBe(0.5);
    // Deviations 0.5 + 1.5, 0 and -2: √(3 / 2 × 8) / 12.
    expect(standardError).toBeCloseTo(Math.sqrt(12) / 12, 12);
  });

  test('has no interval without a second cluster, nor without variation; no value without units', () => {
    const one = Float64Array.of(1);
    expect(clusteredRatio(one, one)).toMatchObject({ value: 1, low: null, high: null, reason: null });
    const two = Float64Array.of(1, 1);
    expect(clusteredRatio(two, two)).toMatchObject({ value: 1, standardError: 0, low: null, high: null });
    const none = new Float64Array();
    expect(clusteredRatio(none, none)).toMatchObject({ value: null, reason: 'no_data' });
    expect(clusteredError(none, 0)).toEqual({ standardError: null, clusters: 0 });
  });
});
