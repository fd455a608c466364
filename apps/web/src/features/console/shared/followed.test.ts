import { expect, test } from 'vitest';
import { afterSave, begin, changedIn, conflictsIn, follow, settle } from './followed.ts';

const saved = { name: 'Helpfulness', target: '3', open: true };

test('untouched fields follow the server, touched ones keep what was typed', () => {
  const held = { ...begin(saved), draft: { ...saved, name: 'Helpful' } };
  const next = follow(held, { ...saved, target: '5', open: false });
  expect(next.draft).toEqual({ name: 'Helpful', target: '5', open: false });
  expect(changedIn(next)).toEqual(['name']);
  expect(conflictsIn(next, { ...saved, target: '5', open: false })).toEqual([]);
});

test('nothing that moves gives the same object, so that nothing is drawn again', () => {
  const held = { ...begin(saved), draft: { ...saved, name: 'Helpful' } };
  expect(follow(held, saved)).toBe(held);
  const theirs = { ...saved, name: 'Honest' };
  expect(follow(follow(held, theirs), theirs)).toBe(held);
});

test('the same change on both sides is no conflict and nothing to save', () => {
  const held = { ...begin(saved), draft: { ...saved, target: '5' } };
  const next = follow(held, { ...saved, target: '5' });
  expect(changedIn(next)).toEqual([]);
  expect(conflictsIn(next, { ...saved, target: '5' })).toEqual([]);
});

test('a field changed on both sides is told, and either value can be chosen', () => {
  const theirs = { ...saved, target: '5' };
  const held = follow({ ...begin(saved), draft: { ...saved, target: '7' } }, theirs);
  expect(held.draft.target).toBe('7');
  expect(conflictsIn(held, theirs)).toEqual(['target']);
  const mine = settle(held, theirs, { field: 'target', keep: 'mine' });
  expect([mine.draft.target, mine.base.target, conflictsIn(mine, theirs)]).toEqual(['7', '5', []]);
  expect(changedIn(mine)).toEqual(['target']);
  const taken = settle(held, theirs, { field: 'target', keep: 'theirs' });
  expect([taken.draft.target, changedIn(taken), conflictsIn(taken, theirs)]).toEqual(['5', [], []]);
});

test('what is typed while a save is on its way is still to be saved after it, and no conflict with oneself', () => {
  const sent = { ...saved, name: ' Helpful' };
  const now = { ...saved, name: 'Helpful' };
  const typed = { base: saved, draft: { ...sent, target: '4' } };
  const next = afterSave(typed, sent, now);
  expect(next.draft).toEqual({ ...now, target: '4' });
  expect(changedIn(next)).toEqual(['target']);
  expect(conflictsIn(next, now)).toEqual([]);
});
