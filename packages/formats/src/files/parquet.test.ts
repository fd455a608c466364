import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect, it } from 'vitest';
import type { Column } from '../card-features.ts';
import { openEncoder } from './encoder.ts';

async function write(columns: readonly Column[], lines: readonly string[]): Promise<ArrayBuffer> {
  const encoder = await openEncoder({ container: 'parquet', compression: 'zstd', columns });
  if (encoder === undefined) throw new Error('no encoder');
  const parts = [
    ...encoder.push(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
    ...encoder.finish(),
  ];
  const bytes = Buffer.concat(parts);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

/** Whole numbers come back as bigint, and keys that are not there as null. */
const neutral = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'bigint' ? Number(each) : each === undefined ? null : each,
    ),
  );

const columns: readonly Column[] = [
  { name: 't', dtype: 'string' },
  { name: 'n', dtype: 'int64' },
  { name: 'f', dtype: 'float64' },
  { name: 'b', dtype: 'bool' },
  { name: 's', sequence: 'string' },
  { name: 'm', lists: 'bool' },
  {
    name: 'o',
    struct: [
      { name: 'x', dtype: 'string' },
      { name: 'y', sequence: 'int64' },
      { name: 'z', list: [{ name: 'k', dtype: 'float64' }] },
    ],
  },
  {
    name: 'l',
    list: [
      { name: 'a "key"', dtype: 'string' },
      { name: 'in', list: [{ name: 'v', dtype: 'bool' }] },
    ],
  },
];

const nullable = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const text = nullable(fc.string({ unit: 'grapheme', maxLength: 12 }));
const whole = nullable(fc.maxSafeInteger());
const float = nullable(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0));
const bool = nullable(fc.boolean());
const list = <T>(some: fc.Arbitrary<T>) => nullable(fc.array(some, { maxLength: 3 }));
const row = fc.record({
  t: text,
  n: whole,
  f: float,
  b: bool,
  s: list(text),
  m: list(list(bool)),
  o: nullable(fc.record({ x: text, y: list(whole), z: list(nullable(fc.record({ k: float }))) })),
  l: list(nullable(fc.record({ 'a "key"': text, in: list(nullable(fc.record({ v: bool }))) }))),
});

it('gives back every row of every shape, whatever is null, empty or missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), fc.boolean(), async (rows, spaced) => {
      const lines = rows.map((each) => JSON.stringify(each, null, spaced ? 1 : 0).replaceAll('\n', ' '));
      const file = await write(columns, lines);
      expect(neutral(await parquetReadObjects({ file, compressors }))).toEqual(neutral(rows));
    }),
    { numRuns: 150 },
  );
});

it('takes keys in any order and none at all for null', async () => {
  const file = await write(columns, [
    '{"l":[{"in":[],"a \\"key\\"":"k"}],"t":"\\u0041\\ud83d\\ude00\\/\\b"}',
    '{}',
  ]);
  expect(await parquetReadObjects({ file, compressors })).toMatchObject([
    { t: 'A😀/\b', n: null, l: [{ 'a "key"': 'k', in: [] }] },
    { t: null, l: null, o: null },
  ]);
});

it('cuts long columns into pages and many rows into groups', async () => {
  const long = 'x'.repeat(300_000);
  const lines = Array.from({ length: 240 }, (_, n) => JSON.stringify({ t: `${long}${n}`, n }));
  const file = await write(columns, lines);
  const { row_groups: groups } = parquetMetadata(file);
  expect(groups.map(({ num_rows: rows }) => Number(rows))).toEqual([112, 112, 16]);
  const read = await parquetReadObjects({ file, compressors, columns: ['t', 'n'] });
  expect(read.map(({ n }) => Number(n))).toEqual(lines.map((_, n) => n));
  expect(read.every(({ t }, n) => t === `${long}${n}`)).toBe(true);
});

it.each([
  ['{"t":1}', 'column t is string and holds a number'],
  ['{"n":"1"}', 'column n is int64 and holds a string'],
  ['{"n":1.5}', '1.5'],
  ['{"b":0}', 'column b is bool and holds a number'],
  ['{"s":"x"}', 'column s is a list and holds a string'],
  ['{"o":[]}', 'column o is a struct and holds a list'],
  ['{"u":1}', 'no column "u"'],
  ['{"t":"a","t":"b"}', 'a key twice'],
  ['{"t":"\\ud800"}', 'half of a surrogate pair'],
  ['{"t":"a}', 'a text has no end'],
  ['{"t":"a"} {}', 'something follows'],
  ['[]', 'not a JSON object'],
])('refuses %s', async (line, words) => {
  await expect(write(columns, [line])).rejects.toThrow(words);
});
