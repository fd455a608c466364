import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readImportRow } from './import-row.ts';
import { mostContainers, weightFault } from './json-weight.ts';

const pad = 'x'.repeat(70 * 1024);

it.each([
  ['lists in lists', `${'['.repeat(40_000)}${']'.repeat(40_000)}`, 'too_deep'],
  ['objects in objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 'too_deep'],
  ['lists beside lists', `[${'[],'.repeat(mostContainers)}1]`, 'too_many_values'],
  ['brackets in a text', JSON.stringify('['.repeat(200_000)), null],
  ['brackets behind a quote in a text', JSON.stringify(`\\"${'['.repeat(200_000)}\\`), null],
  ['brackets behind a backslash at the end of a text', `["${pad}\\\\",${'['.repeat(2_000)}`, 'too_deep'],
  ['as many lists as a row may have', `[${'[],'.repeat(mostContainers - 2)}[]]`, null],
  ['little text', '['.repeat(30_000), null],
] as const)('%s: %#', (_what, text, code) => {
  expect(weightFault(text)).toBe(code);
});

it('of any row that is as large as people bring them there is none', () => {
  const row = fc.record({
    prompt: fc.string(),
    response_a: fc.string(),
    metadata: fc.jsonValue({ maxDepth: 8 }),
  });
  fc.assert(
    fc.property(row, (given) => {
      expect(weightFault(JSON.stringify({ ...given, response_b: pad }))).toBeNull();
    }),
    { numRuns: 200 },
  );
});

it('is told of a row before its value is made', () => {
  const text = `{"prompt":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  expect(readImportRow(text, 3)).toMatchObject({
    ok: false,
    faults: [{ line: 3, code: 'too_deep', path: '$', value: expect.stringMatching(/^\{"prompt":\[+/) }],
  });
});
