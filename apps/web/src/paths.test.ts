import { expect, test } from 'vitest';
import { paths, safeNext } from './paths.ts';

test('every address', () => {
  const built = Object.fromEntries(
    Object.entries(paths).map(([name, build]) => [name, (build as (...parts: string[]) => string)('p1', 'a1')]),
  );
  expect(built).toMatchInlineSnapshot(`
    {
      "account": "/account",
      "annotate": "/annotate/p1",
      "home": "/",
      "myJudgments": "/work/p1/judgments",
      "revisit": "/annotate/p1?revisit=a1",
      "setup": "/setup",
      "signIn": "/sign-in",
      "work": "/work",
    }
  `);
});

test('after signing in nobody is sent to another site', () => {
  expect(safeNext('/annotate/p1')).toBe('/annotate/p1');
  expect(safeNext('//evil.example')).toBe('/');
  expect(safeNext('/\\evil.example')).toBe('/');
  expect(safeNext('https://evil.example')).toBe('/');
  expect(safeNext(null)).toBe('/');
});
