import { exportFormats } from '@pairwright/contract/export-formats';
import { expect, test } from 'vitest';
import { formatChoices, likelyFormat, rowsFor } from './export-formats.ts';
import type { Version } from './version.ts';

const version = (facts: Partial<Version>): Version =>
  ({ exports: [], rows: 5, votes: 9, rowCounts: null, ...facts }) as Version;

test('every format is offered once, those of a trainer together', () => {
  expect(formatChoices.map(({ format }) => format).toSorted()).toEqual([...exportFormats].toSorted());
  const trainers = formatChoices.map(({ trainer }) => trainer);
  const runs = trainers.filter((trainer, at) => trainer !== trainers[at - 1]);
  expect(runs).toEqual([...new Set(trainers)]);
});

test('rows that a format is made of are counted over all parts', () => {
  const mixed = version({
    rowCounts: { train: { preference: 4, tie: 2, label: 1 }, test: { preference: 3 } },
  });
  expect(rowsFor('trl-implicit', mixed)).toBe(7);
  expect(rowsFor('kto', mixed)).toBe(8);
  expect(rowsFor('stepwise', mixed)).toBe(0);
  expect(rowsFor('votes', mixed)).toBe(9);
});

test('versions frozen before rows were counted by kind hold preferences', () => {
  expect(rowsFor('trl-implicit', version({}))).toBe(5);
  expect(rowsFor('stepwise', version({}))).toBe(0);
});

test('what is offered first holds most of the rows, or was exported last', () => {
  expect(likelyFormat(version({ rowCounts: { train: { preference: 4 } } }))).toBe('trl-implicit');
  expect(likelyFormat(version({ rowCounts: { train: { label: 4 } } }))).toBe('kto');
  expect(likelyFormat(version({ rowCounts: { train: { steps: 4 } } }))).toBe('stepwise');
  const exports = [
    { format: 'votes', createdAt: '2026-11-30T10:00:00.000Z' },
    { format: 'kto', createdAt: '2026-11-30T11:00:00.000Z' },
  ] as Version['exports'];
  expect(likelyFormat(version({ exports }))).toBe('kto');
});
