import { expect, test } from 'vitest';
import { lastDays } from './days.ts';

test('days without judgments are shown as none', () => {
  const days = lastDays(
    [
      { day: '2026-02-27', judgments: 3, annotators: 1 },
      { day: '2026-03-02', judgments: 5, annotators: 2 },
    ],
    60,
  );
  expect(days.map((day) => `${day.day} ${day.judgments}`)).toEqual([
    '2026-02-27 3',
    '2026-02-28 0',
    '2026-03-01 0',
    '2026-03-02 5',
  ]);
});

test('only the last days are kept, and no days are none', () => {
  const all = Array.from({ length: 30 }, (_, index) => ({
    day: `2026-01-${String(index + 1).padStart(2, '0')}`,
    judgments: index,
    annotators: 1,
  }));
  expect(lastDays(all, 7).map((day) => day.judgments)).toEqual([23, 24, 25, 26, 27, 28, 29]);
  expect(lastDays([], 7)).toEqual([]);
});
