import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../../../../i18n/i18n.ts';
import { OverTimeCard } from './OverTimeCard.tsx';

beforeAll(() => startI18n(['console-statistics', 'console-quality']));
afterEach(cleanup);

const alpha = (value: number | null, n: number): Estimate => ({
  value,
  low: value === null ? null : value - 0.1,
  high: value === null ? null : value + 0.1,
  n,
  reason: value === null ? 'no_variation' : null,
});
const period = (from: string, value: number | null, n: number) => ({
  from,
  votes: 2 * n,
  estimates: [alpha(value, n), alpha(value, n)],
});
const series = [
  { key: 'direction', header: 'Which answer' },
  { key: 'strength', header: 'How much better' },
];
const overTime = {
  unit: 'week' as const,
  periods: [
    period('2026-03-02', 0.4, 50),
    period('2026-03-09', 0.5, 19),
    period('2026-03-16', null, 40),
    period('2026-03-23', 0.7, 60),
  ],
  guidelines: [
    { version: 1, at: '2026-02-01T00:00:00Z' },
    { version: 2, at: '2026-03-12T09:00:00Z' },
    // On the Friday of the last week.
    { version: 3, at: '2026-03-27T09:00:00Z' },
    { version: 4, at: '2026-04-01T09:00:00Z' },
  ],
};

test('draws the periods with enough data, and the guidelines that changed meanwhile', () => {
  const { container } = render(
    <OverTimeCard title="Agreement over time" overTime={overTime} series={series} />,
  );
  expect(screen.getByRole('img', { name: /2 periods/ })).toBeTruthy();
  const dots = [...container.querySelectorAll('circle')];
  expect(dots).toHaveLength(2);
  // The better agreement stands higher and further to the right.
  const at = (name: string) => dots.map((dot) => Number(dot.getAttribute(name)));
  expect(at('cx')[1]).toBeGreaterThan(at('cx')[0]!);
  expect(at('cy')[1]).toBeLessThan(at('cy')[0]!);
  expect(screen.getByText('v2')).toBeTruthy();
  expect(screen.getByText('v3')).toBeTruthy();
  expect(screen.queryByText('v1')).toBeNull();
  expect(screen.queryByText('v4')).toBeNull();
});

test('T shows the same as a table, with what there is not enough of and why', () => {
  render(<OverTimeCard title="Agreement over time" overTime={overTime} series={series} />);
  const toggle = screen.getByRole('button', { name: 'As a table' });
  fireEvent.keyDown(toggle, { key: 't', ctrlKey: true });
  expect(screen.queryByRole('table')).toBeNull();
  fireEvent.keyDown(toggle, { key: 't' });
  expect(document.activeElement).toBe(toggle);
  const rows = screen.getAllByRole('row').map((row) => row.textContent);
  expect(rows).toHaveLength(5);
  expect(rows[1]).toContain('0.40 (0.30 to 0.50)');
  expect(rows[2]).toContain('Not enough data (n = 19)');
  expect(rows[3]).toContain('All answers are the same');
  fireEvent.keyDown(toggle, { key: 'T' });
  expect(screen.queryByRole('table')).toBeNull();
});

test('needs more than one period for a drawing', () => {
  render(
    <OverTimeCard
      title="Agreement over time"
      overTime={{ ...overTime, periods: overTime.periods.slice(0, 1) }}
      series={series}
    />,
  );
  expect(screen.queryByRole('img')).toBeNull();
  expect(screen.getByRole('table')).toBeTruthy();
});
