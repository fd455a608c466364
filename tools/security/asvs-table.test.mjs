// The tables of docs/security.md name tests that are there, word for word, and every requirement of ASVS 5.0 once.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from '../lib/workspace.mjs';

const { levels } = JSON.parse(readFileSync(at('tools/security/asvs-5.0-levels.json'), 'utf8'));
const page = readFileSync(at('docs/security.md'), 'utf8');
const rowsOf = (text) =>
  text
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, numbers, requirement, shown]) => ({ numbers: numbers.split(', '), requirement, shown }));
const [, below = '', beyond = ''] = /levels 1 and 2\n(.*)### Of level 3\n(.*)### Keys/s.exec(page) ?? [];
const required = rowsOf(below);
const further = rowsOf(beyond);
const numbersOf = (rows) => rows.flatMap(({ numbers }) => numbers);
const inOrder = (numbers) => [...numbers].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
/** `file`: "title"; "title" */
const named = [...page.matchAll(/`([\w./-]+\.(?:test|e2e)\.(?:ts|tsx|mjs))`((?:[:;,] "[^"]+")*)/g)].flatMap(
  ([, file, titles]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title]) => ({ file, title })).concat({ file }),
);

it('knows the requirements of the standard', () => {
  expect(Object.values(levels).map((numbers) => numbers.length)).toEqual([70, 183, 92]);
});

it('has every requirement of level 1 and 2 once, and of level 3 none there', () => {
  expect(inOrder(numbersOf(required))).toEqual(inOrder([...levels[1], ...levels[2]]));
});

it('names only requirements of level 3 beyond', () => {
  expect(further.length).toBeGreaterThan(5);
  expect(numbersOf(further).filter((number) => !levels[3].includes(number))).toEqual([]);
});

it('says of every one what shows it, or why nothing does', () => {
  for (const { numbers, requirement, shown } of [...required, ...further]) {
    expect(requirement.length, numbers.join()).toBeGreaterThan(5);
    expect(shown, numbers.join()).toMatch(
      /\.(test|e2e)\.(ts|tsx|mjs)`|^Documented: .{15}|^Not applicable: .{15}|^Not met: .{15}|^By hand: .{15}/,
    );
  }
});

it('names at least a hundred tests', () => {
  expect(named.length).toBeGreaterThan(100);
});

it.each(named.map(({ file, title }) => [file, title]))('%s has "%s"', (file, title) => {
  expect(existsSync(at(file)), `${file} is not there`).toBe(true);
  if (title !== undefined) expect(readFileSync(at(file), 'utf8')).toContain(title);
});
