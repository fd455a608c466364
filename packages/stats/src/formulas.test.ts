import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const index = readFileSync(new URL('../FORMULAS.md', import.meta.url), 'utf8');
const root = new URL('.', import.meta.url);

/** Rows of the tables: functions and modules, in pairs or all functions in the one module. */
const rows = index
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').slice(0, 2).map(namesIn) as [string[], string[]]);

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

const exported = (module: string): string[] =>
  [
    ...readFileSync(new URL(`${module}.ts`, root), 'utf8').matchAll(/^export (?:async )?function (\w+)/gm),
  ].map(([, name]) => name!);

test('every row of the index names functions that its modules export', () => {
  expect(rows.length).toBeGreaterThan(50);
  const missing = rows.flatMap(([functions, modules]) => {
    const known = modules.flatMap(exported);
    return functions.filter((name) => !known.includes(name)).map((name) => `${modules.join()} ${name}`);
  });
  expect(missing).toEqual([]);
});

test('every module that follows somebody, by a year in its words, is in the index', () => {
  const listed = new Set(rows.flatMap(([, modules]) => modules));
  const following = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(agreement|annotators|design|labels|pairwise|rankings)\/[^.]+\.ts$/.test(file))
    .filter((file) => /\b(1[789]|20)\d\d\b/.test(readFileSync(new URL(file, root), 'utf8')))
    .map((file) => file.replace(/\.ts$/, ''));
  expect(following.length).toBeGreaterThan(30);
  expect(following.filter((module) => !listed.has(module))).toEqual([]);
});
