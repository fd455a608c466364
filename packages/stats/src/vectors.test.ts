import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allVectors } from './vectors.fixture.ts';

test('every statistic of the reference file is held by a test', () => {
  const root = new URL('.', import.meta.url);
  const tests = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  );
  const text = tests.map((name) => readFileSync(new URL(name, root), 'utf8')).join('\n');
  const statistics = new Set(allVectors().map(({ statistic }) => statistic));
  expect(statistics.size).toBe(45);
  expect([...statistics].filter((name) => !text.includes(`'${name}'`))).toEqual([]);
});
