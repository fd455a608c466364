import { afterAll, expect, test } from 'vitest';
import { createEmptyDatabase } from '@pairwright/testkit/test-database';
import { type BinaryColumn, copyBinary } from './copy-binary.ts';
import { openDatabase } from './database.ts';

const made = await createEmptyDatabase();
const database = await openDatabase({ url: made.url, applicationName: 'test', poolSize: 2 });
afterAll(async () => {
  await database.close();
  await made.close();
});
await database.pool.query(
  'create table things (id uuid, ids uuid[], t text, j json, b jsonb, h bytea, s smallint, i int, n bigint, o boolean)',
);
const columns: BinaryColumn[] = [
  { name: 'id', type: 'uuid' },
  { name: 'ids', type: 'uuid[]' },
  { name: 't', type: 'text' },
  { name: 'j', type: 'json' },
  { name: 'b', type: 'jsonb' },
  { name: 'h', type: 'bytea' },
  { name: 's', type: 'smallint' },
  { name: 'i', type: 'integer' },
  { name: 'n', type: 'bigint' },
  { name: 'o', type: 'boolean' },
];
const target = { table: 'things', columns };
const id = '01890a5d-ac96-774b-bcce-b302099a8057';

async function copied(rows: Parameters<typeof copyBinary>[2]): Promise<number> {
  const client = await database.pool.connect();
  try {
    return await copyBinary(client, target, rows);
  } finally {
    client.release();
  }
}

test('every type, null, and texts of every kind come back as they were', async () => {
  const texts = [
    '',
    'plain',
    ' \t\r\n\\N \\. ',
    '中文 👩‍👩‍👧 é',
    '\u0001\u007f\u2028',
    'x'.repeat(1_000_000),
    '語'.repeat(200_000),
  ];
  const rows = texts.map((text, n) => [
    id,
    n === 0 ? [] : [id, id.replace('0', 'f')],
    text,
    `{"b" : 1, "a":${JSON.stringify(text)}}`,
    JSON.stringify({ text }),
    'ff00' + '0a'.repeat(n),
    -n,
    2 ** 31 - 1 - n,
    Number.MAX_SAFE_INTEGER - n,
    n % 2 === 0,
  ]);
  expect(await copied([...rows, columns.map(() => null)])).toBe(texts.length + 1);
  const stored = await database.pool.query(
    `select id, ids::text as ids, t, j::text as j, b->>'text' as b, encode(h, 'hex') as h, s, i, n::text as n, o from things`,
  );
  expect(stored.rows.slice(0, -1)).toEqual(
    rows.map(([first, ids, text, json, , hex, s, i, n, o]) => ({
      id: first,
      ids: `{${(ids as string[]).join(',')}}`,
      t: text,
      j: json,
      b: text,
      h: hex,
      s: s === 0 ? 0 : s,
      i,
      n: String(n),
      o,
    })),
  );
  expect(Object.values(stored.rows.at(-1) as object).every((value) => value === null)).toBe(true);
});

test('no rows are no rows', async () => {
  expect(await copied([])).toBe(0);
});

test.each([
  ['half a surrogate pair', '\ud83d', /surrogate/],
  ['NUL', 'a\0b', /encoding/],
])('%s stores nothing and leaves the connection usable', async (_name, text, message) => {
  await database.pool.query('truncate things');
  const good = [id, [], 'x', '{}', '{}', '', 0, 0, 0, false];
  await expect(copied([...Array.from({ length: 100 }, () => good), good.with(2, text)])).rejects.toThrow(
    message,
  );
  expect((await database.pool.query('select count(*)::int as n from things')).rows).toEqual([{ n: 0 }]);
  expect(await copied([good])).toBe(1);
});
