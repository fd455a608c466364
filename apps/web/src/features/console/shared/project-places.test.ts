import { expect, test } from 'vitest';
import { navItems } from '../../../shell/nav.ts';
import { projectPlaces } from './project-places.ts';

test('every place has a letter of its own after G', () => {
  const letters = [...navItems, ...projectPlaces].map(({ letter }) => letter);
  expect(new Set(letters).size).toBe(letters.length);
  for (const letter of letters) expect(letter).toMatch(/^[a-z]$/);
});
