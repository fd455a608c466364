import type { ProjectSettings } from '@pairwright/contract/projects';
import { expect, test } from 'vitest';
import { begin, changedIn, follow } from '../shared/followed.ts';
import { changesOf, draftOf, settingsIn } from './settings-draft.ts';

const saved: ProjectSettings = {
  name: 'Helpfulness',
  description: '',
  targetJudgments: 3,
  shared: { percent: 15, judgments: 5 },
  leaseMinutes: 30,
  editHours: null,
};

test('settings go through the fields unchanged', () => {
  expect(settingsIn(draftOf(saved))).toEqual(saved);
  expect(settingsIn(draftOf({ ...saved, shared: null, editHours: 24 }))).toEqual({
    ...saved,
    shared: null,
    editHours: 24,
  });
});

test('only what was changed is sent, with what it was changed from', () => {
  const base = draftOf(saved);
  expect(changesOf({ ...base, name: 'Honesty' }, base, ['name'])).toEqual({
    name: 'Honesty',
    before: { name: 'Helpfulness' },
  });
  expect(changesOf({ ...base, share: '20' }, base, ['share'])).toEqual({
    shared: { percent: 20, judgments: 5 },
    before: { shared: { percent: 15, judgments: 5 } },
  });
});

test('a page that is out of date does not reset what a colleague set meanwhile', () => {
  const typed = { ...begin(draftOf(saved)), draft: { ...draftOf(saved), name: 'Honesty' } };
  const held = follow(typed, draftOf({ ...saved, targetJudgments: 4 }));
  expect(held.draft).toMatchObject({ name: 'Honesty', target: '4' });
  expect(changesOf(held.draft, held.base, changedIn(held))).toEqual({
    name: 'Honesty',
    before: { name: 'Helpfulness' },
  });
});

test('nothing is sent while a field is not right', () => {
  const base = draftOf(saved);
  for (const part of [
    { name: ' ' },
    { target: '0' },
    { lease: '1441' },
    { editHours: 'soon' },
    { sharedTarget: '3' },
  ])
    expect(changesOf({ ...base, ...part }, base, Object.keys(part))).toBe(null);
});
