import { expect, test } from 'vitest';
import { forgetLastSitting, keepLastSitting, lastSitting, onLastSitting } from './last-sitting.ts';

const sitting = { projectName: 'P', judged: 2, skipped: 0, activeMs: 5000, breaks: 0 };

test('a sitting in which something was done is remembered until it is put away', () => {
  const heard: (string | undefined)[] = [];
  const stop = onLastSitting(() => heard.push(lastSitting()?.projectName));
  keepLastSitting({ ...sitting, judged: 0 });
  expect(lastSitting()).toBe(null);
  keepLastSitting(sitting);
  expect(lastSitting()).toEqual(sitting);
  forgetLastSitting();
  expect(lastSitting()).toBe(null);
  stop();
  expect(heard).toEqual(['P', undefined]);
});
