import { expect, test } from 'vitest';
import { type FreezeMoments, freezeProgress, freezeSteps } from './freeze-pace.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
const moments = (change: Partial<FreezeMoments>): FreezeMoments => ({
  step: 'rows',
  startedAt: at(0),
  stepAt: at(0),
  now: at(0),
  comparisons: 1_000,
  expectedMs: null,
  ...change,
});

test('the steps follow each other to the end', () => {
  const steps = Object.values(freezeSteps);
  expect(steps.map(({ begins }) => begins)).toEqual([0, ...steps.slice(0, -1).map(({ ends }) => ends)]);
  expect(steps.at(-1)?.ends).toBe(100);
});

test('the first freeze of a project says nothing of time before its first step is done', () => {
  const nothing = { step: 'rows', percent: 0, rowsPerSecond: null, remainingSeconds: null };
  expect(freezeProgress(moments({ now: at(30) }))).toEqual(nothing);
  expect(freezeProgress(moments({ step: 'votes', stepAt: at(45), now: at(45) }))).toEqual({
    step: 'votes',
    percent: 45,
    rowsPerSecond: 10,
    remainingSeconds: 55,
  });
});

test('later ones go on at the pace of the last, and never past the end of a step', () => {
  expect(freezeProgress(moments({ expectedMs: 100_000, now: at(20) }))).toEqual({
    step: 'rows',
    percent: 20,
    rowsPerSecond: 10,
    remainingSeconds: 80,
  });
  expect(freezeProgress(moments({ expectedMs: 100_000, now: at(500) }))).toMatchObject({ percent: 44 });
  const slow = moments({ step: 'facts', stepAt: at(130), now: at(140) });
  expect(freezeProgress(slow)).toMatchObject({ percent: 70, remainingSeconds: 60 });
});
