// The table of docs/security.md names tests that are there, word for word.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from '../lib/workspace.mjs';

const page = readFileSync(at('docs/security.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number, requirement, shown]) => ({ number, requirement, shown }));
/** `file`: "title"; "title" */
const named = [...page.matchAll(/`([\w./-]+\.(?:test|e2e)\.(?:ts|tsx|mjs))`((?:[:;,] "[^"]+")*)/g)].flatMap(
  ([, file, titles]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title]) => ({ file, title })).concat({ file }),
);

it('has a row for every chapter of ASVS 5.0, and every row says what shows it or why nothing does', () => {
  expect([...new Set(rows.map(({ number }) => Number(number.split('.')[0])))]).toEqual(
    Array.from({ length: 17 }, (_, index) => index + 1),
  );
  for (const { number, requirement, shown } of rows) {
    expect(requirement.length, number).toBeGreaterThan(10);
    expect(shown, number).toMatch(
      /\.(test|e2e)\.(ts|tsx|mjs)`|^Not applicable: .{15}|^Not met: .{15}|^By hand: .{15}/,
    );
  }
});

it('names at least fifty tests', () => {
  expect(named.length).toBeGreaterThan(50);
});

it.each(named.map(({ file, title }) => [file, title]))('%s has "%s"', (file, title) => {
  expect(existsSync(at(file)), `${file} is not there`).toBe(true);
  if (title !== undefined) expect(readFileSync(at(file), 'utf8')).toContain(title);
});
