import { beforeEach, expect, test } from 'vitest';
import { pace, setPace } from '../features/my-work/pace.ts';
import { preferences, setPreferences } from '../labeling/desk/preferences.ts';
import { rememberTour, tourSeen } from '../labeling/practice/tour.ts';
import { keepKinds, readKinds } from '../labeling/session/holds.ts';
import { keymap, setChords } from '../labeling/shortcuts/keymap.ts';
import { settingsOf } from './own-settings.ts';

let next = 0;
/** Somebody who was never here. */
const somebody = (): string => `person-${(next += 1)}`;

beforeEach(() => localStorage.clear());

test('whoever comes to a shared desk has the usual keys and settings, and finds their own again later', () => {
  const [ann, bo] = [somebody(), somebody()];
  settingsOf(ann);
  setChords('vote-1', ['9']);
  setPreferences({ commit: 'confirm', textSize: 150 });
  setPace({ dailyGoal: 300 });
  rememberTour();
  keepKinds(['violence']);
  settingsOf(bo);
  expect(keymap()).toEqual({});
  expect(preferences()).toMatchObject({ commit: 'instant', textSize: 100 });
  expect(pace().dailyGoal).toBe(null);
  expect(tourSeen()).toBe(false);
  expect(readKinds()).toEqual([]);
  setChords('vote-1', ['8']);
  settingsOf(ann);
  expect(keymap()).toEqual({ 'vote-1': ['9'] });
  expect(preferences()).toMatchObject({ commit: 'confirm', textSize: 150 });
  expect(pace().dailyGoal).toBe(300);
  expect(tourSeen()).toBe(true);
  expect(readKinds()).toEqual(['violence']);
});

test('what the device kept for everybody goes to whoever is signed in first, once', () => {
  localStorage.setItem('pairwright.keys', '{"undo":["z"]}');
  localStorage.setItem('pairwright.workbench', '{"layout":"stacked"}');
  localStorage.setItem('pairwright.tour', 'seen');
  localStorage.setItem('pairwright.pace', '{"breakMinutes":20}');
  settingsOf(somebody());
  expect(keymap()).toEqual({ undo: ['z'] });
  expect(preferences().layout).toBe('stacked');
  expect(tourSeen()).toBe(true);
  expect(pace().breakMinutes).toBe(20);
  settingsOf(somebody());
  expect(keymap()).toEqual({});
  expect(preferences().layout).toBe('auto');
  expect(tourSeen()).toBe(false);
  expect(pace().breakMinutes).toBe(50);
});

test('what is kept and cannot be read is as nothing', () => {
  const ann = somebody();
  for (const name of ['keys', 'workbench', 'pace', 'shown-kinds'])
    localStorage.setItem(`pairwright.${name}.${ann}`, '[{"');
  settingsOf(ann);
  expect(keymap()).toEqual({});
  expect(preferences().layout).toBe('auto');
  expect(pace().breakMinutes).toBe(50);
  expect(readKinds()).toEqual([]);
});
