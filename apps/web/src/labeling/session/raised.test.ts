import { expect, test } from 'vitest';
import { Raised } from './raised.ts';
import type { SessionState } from './state.ts';

const decided = (...ids: string[]): Pick<SessionState, 'log'> => ({
  log: ids.map((assignmentId) => ({ assignmentId, previous: null })),
});

test('undo takes back what came last: a report, or the decision after it', () => {
  const raised = new Raised();
  const one = decided('a');
  raised.add({ id: 'f1', assignmentId: 'b' }, one);
  expect(raised.isLast(one)).toBe(true);
  const two = { log: [...one.log, ...decided('b').log] };
  // The decision about b first, then the report of it, then the decision about a.
  expect([raised.isLast(two), raised.take(two)]).toEqual([false, null]);
  expect(raised.take({ log: two.log.slice(0, -1) })?.id).toBe('f1');
  expect([raised.isLast(one), raised.take(one)]).toEqual([false, null]);
});

test('a report before any decision can be taken back, and two of them one after the other', () => {
  const raised = new Raised();
  const none = decided();
  raised.add({ id: 'f1', assignmentId: 'a' }, none);
  raised.add({ id: 'f2', assignmentId: 'a' }, none);
  expect([raised.take(none)?.id, raised.take(none)?.id, raised.take(none)]).toEqual(['f2', 'f1', null]);
});

test('a decision that was given up takes no report of an earlier one with it', () => {
  const raised = new Raised();
  const before = decided('a');
  raised.add({ id: 'f1', assignmentId: 'a' }, before);
  expect(raised.take(decided('a'))).toBe(null);
});
