import { expect, test } from 'vitest';
import { openRequests } from './open-requests.ts';

test('a request without an answer keeps its key for a while, one with an answer does not', () => {
  let now = 0;
  const requests = openRequests(() => now);
  const key = requests.keyOf('a');
  expect(requests.keyOf('b')).not.toBe(key);
  now = 4 * 60_000;
  expect(requests.keyOf('a')).toBe(key);
  // Counted from the last try.
  now = 8 * 60_000;
  expect(requests.keyOf('a')).toBe(key);
  now = 13 * 60_000;
  const later = requests.keyOf('a');
  expect(later).not.toBe(key);
  requests.settle('a');
  expect(requests.keyOf('a')).not.toBe(later);
});
