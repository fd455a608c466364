import { describe, expect, test } from 'vitest';
import { median, meets, percentile } from './benchmark.ts';
import { toTable } from './harness.ts';

describe('figures', () => {
  test('median and percentile', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile([7], 0.99)).toBe(7);
  });

  test('goals are on the ratio, their border included', () => {
    expect(meets({ atLeast: 0.4 }, 0.4)).toBe(true);
    expect(meets({ atLeast: 0.4 }, 0.39)).toBe(false);
    expect(meets({ atMost: 1.5 }, 1.5)).toBe(true);
    expect(meets({ atMost: 1.5 }, 1.51)).toBe(false);
  });

  test('the table names a missed goal and says how each figure was measured', () => {
    const table = toTable({
      submit_vote: {
        value: 1234.5,
        limit: 4000,
        ratio: 0.309,
        unit: 'judgments/s',
        how: 'load from wrk',
        goal: '>= 0.4',
        met: false,
      },
    });
    expect(table).toContain('submit_vote  1235   4000   judgments/s  0.31   >= 0.4  MISSED');
    expect(table).toContain('submit_vote: load from wrk');
  });
});
