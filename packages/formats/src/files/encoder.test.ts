import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decompress as unzstd } from 'fzstd';
import { parquetMetadata, parquetReadObjects, parquetSchema as schemaOf } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { expect, it } from 'vitest';
import { columnsOf } from '../card-features.ts';
import { readContainer } from '../containers/read.ts';
import { bytesSource } from '../containers/source.ts';
import { type FileShape, openEncoder } from './encoder.ts';

const columns = columnsOf({
  format: 'trl-implicit',
  withMargin: true,
  withWeight: false,
  plainMessages: false,
  withImages: false,
});
const message = (content: string | null, more: object = {}) => ({ role: 'assistant', content, ...more });
const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{"x":1}' } };

/** Enough for several pieces and row groups, and not all alike. */
const rows = Array.from({ length: 12_345 }, (_, index) => ({
  id: `row-${index}`,
  comparison_id: `c${index % 100}`,
  source: 'pair',
  chosen:
    index === 3
      ? [message(null, { tool_calls: [call] }), message('ok', { tool_call_id: 'c', name: 'f' })]
      : [message(`${'中文 '.repeat(index % 17)}answer ${(index * 7919) % 1013}`)],
  rejected: index === 4 ? [] : [message(`no "${index}",\r\n\u2028`)],
  margin: index % 4 === 0 ? 1 : 0.75,
}));
const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function encode(shape: Omit<FileShape, 'columns'>, input: string, pieces: readonly number[] = []) {
  const encoder = await openEncoder({ columns, ...shape });
  const bytes = Buffer.from(input);
  if (encoder === undefined) return bytes;
  const out: Uint8Array[] = [];
  let from = 0;
  for (const length of [...pieces, bytes.length]) {
    out.push(...encoder.push(bytes.subarray(from, from + length)));
    from += length;
  }
  out.push(...encoder.finish());
  return Buffer.concat(out);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

// Sums of files written by Node 20 and 24. Another one means that versions exported before would not come out the same.
const shapes = [
  ['jsonl', 'gzip', 'f667c46c425030ef'],
  ['jsonl', 'zstd', '2b2f41af1b4277b5'],
  ['csv', 'none', 'e2afe33235675a50'],
  ['csv', 'gzip', 'ac16b52d6ecf25e1'],
  ['csv', 'zstd', 'c8642d16779c61ca'],
  ['parquet', 'zstd', '52a8f347c4931cd5'],
  ['parquet', 'snappy', '04a2d82f9575e289'],
] as const;

it.each(shapes)('%s with %s has the bytes it always had', async (container, compression, sum) => {
  expect(sha256(await encode({ container, compression }, text))).toBe(sum);
});

it.each(shapes)(
  '%s with %s is the same in whatever pieces the lines come',
  async (container, compression) => {
    const few = text.slice(0, text.indexOf('row-400"'));
    const input = few.slice(0, few.lastIndexOf('\n') + 1);
    const whole = await encode({ container, compression }, input);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40_000), { maxLength: 5 }), async (pieces) => {
        expect(sha256(await encode({ container, compression }, input, pieces))).toBe(sha256(whole));
      }),
      { numRuns: 12 },
    );
  },
);

it('gives the lines back from gzip and zstd', async () => {
  expect(gunzipSync(await encode({ container: 'jsonl', compression: 'gzip' }, text)).toString()).toBe(text);
  const packed = await encode({ container: 'jsonl', compression: 'zstd' }, text);
  expect(Buffer.from(unzstd(packed)).toString()).toBe(text);
  for (const compression of ['gzip', 'zstd'] as const) {
    const nothing = await encode({ container: 'jsonl', compression }, '');
    expect(Buffer.from(compression === 'gzip' ? gunzipSync(nothing) : unzstd(nothing)).length).toBe(0);
  }
});

it.each(['zstd', 'snappy'] as const)('gives the rows back from Parquet with %s', async (compression) => {
  const bytes = await encode({ container: 'parquet', compression }, text);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const metadata = parquetMetadata(file);
  expect(Number(metadata.num_rows)).toBe(rows.length);
  expect(metadata.row_groups.length).toBeGreaterThan(1);
  const read = await parquetReadObjects({ file, compressors });
  const full = { name: null, tool_calls: null, tool_call_id: null, images: null };
  const asRead = (messages: readonly object[]) =>
    messages.map((each) => {
      const { tool_calls: calls, ...rest } = each as { tool_calls?: unknown[] };
      return {
        ...full,
        ...rest,
        ...(calls === undefined ? {} : { tool_calls: calls.map((one) => JSON.stringify(one)) }),
      };
    });
  // JSON without nulls that are not there: readers leave such keys out or null.
  const neutral = (value: unknown) =>
    JSON.parse(JSON.stringify(value, (_key, each: unknown) => (each === undefined ? null : each))) as unknown;
  for (const index of [0, 3, 4, 9_999, 10_000, 12_344]) {
    const row = rows[index] as (typeof rows)[number];
    expect(neutral(read[index])).toEqual({
      ...row,
      chosen: asRead(row.chosen),
      rejected: asRead(row.rejected),
    });
  }
  expect(read.map(({ id }) => id as string)).toEqual(rows.map(({ id }) => id));
});

it('writes Parquet types that trainers read: String, three-level lists, DOUBLE', async () => {
  const few = text.slice(0, text.indexOf('\n') + 1);
  const bytes = await encode({ container: 'parquet', compression: 'zstd' }, few);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const schema = schemaOf(parquetMetadata(file));
  const at = (...path: string[]) =>
    path.reduce((node, name) => {
      const found = node.children.find(({ element }) => element.name === name);
      if (found === undefined) throw new Error(`no ${name}`);
      return found;
    }, schema).element;
  expect(at('id')).toMatchObject({ type: 'BYTE_ARRAY', logical_type: { type: 'STRING' } });
  expect(at('chosen')).toMatchObject({ logical_type: { type: 'LIST' } });
  expect(at('chosen', 'list')).toMatchObject({ repetition_type: 'REPEATED' });
  expect(at('chosen', 'list', 'element', 'content')).toMatchObject({ logical_type: { type: 'STRING' } });
  expect(at('margin')).toMatchObject({ type: 'DOUBLE' });
});

it('refuses a Parquet file without rows, and a value of another type than its column', async () => {
  await expect(encode({ container: 'parquet', compression: 'zstd' }, '')).rejects.toThrow('without rows');
  await expect(
    encode({ container: 'parquet', compression: 'zstd' }, '{"id":1,"margin":1}\n'),
  ).rejects.toThrow('column id is string and holds a number');
});

it('writes CSV for spreadsheets, in which nothing is a formula, and reads it as it was', async () => {
  const columns = [
    { name: 'a', dtype: 'string' },
    { name: 'b', dtype: 'int64' },
    { name: 'c', sequence: 'string' },
  ];
  const table = (await openEncoder({ container: 'spreadsheet', compression: 'none', columns }))!;
  const texts = ['=1+1', '+a', '-b', '@c', '\td', '\re', "'f", "'=g", 'h=1', ' =i', '中文', '', "it's"];
  const lines = [...texts.map((a) => ({ a, b: -2, c: ['=j'] })), { a: null, b: null, c: null }];
  const out = table.push(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const bytes = Buffer.concat([...out, ...table.finish()]);
  expect(bytes.toString().split('\r\n').slice(0, 9)).toEqual([
    '\uFEFFa,b,c,cells_guarded',
    `'=1+1,-2,"[""=j""]",1`,
    `'+a,-2,"[""=j""]",1`,
    `'-b,-2,"[""=j""]",1`,
    `'@c,-2,"[""=j""]",1`,
    `'\td,-2,"[""=j""]",1`,
    `"'\re",-2,"[""=j""]",1`,
    `''f,-2,"[""=j""]",1`,
    `''=g,-2,"[""=j""]",1`,
  ]);
  const read = async (given: Uint8Array) => {
    const rows: unknown[] = [];
    for await (const item of readContainer(bytesSource('x.csv', given)))
      rows.push(item.ok ? item.value : item);
    return rows;
  };
  const rows = await read(bytes);
  expect(rows).toEqual([...texts.map((a) => ({ a, b: '-2', c: '["=j"]' })), { a: '', b: '', c: '' }]);
  // Rows that somebody put there are theirs.
  const added = Buffer.concat([bytes, Buffer.from("'own,1,[],\r\n")]);
  expect((await read(added)).at(-1)).toEqual({ a: "'own", b: '1', c: '[]' });
});

it('writes CSV that holds every character', async () => {
  const csv = await openEncoder({
    container: 'csv',
    compression: 'none',
    columns: [
      { name: 'a', dtype: 'string' },
      { name: 'b', dtype: 'int64' },
      { name: 'c', sequence: 'string' },
    ],
  });
  const lines = [
    { a: 'x,"y"\r\n', b: 1, c: ['p', 'q'] },
    { a: '', b: null, c: [] },
    { a: '=1+1', b: -2, c: null },
  ];
  const out = csv?.push(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))) ?? [];
  expect(Buffer.concat([...out, ...(csv?.finish() ?? [])]).toString()).toBe(
    'a,b,c\r\n"x,""y""\r\n",1,"[""p"",""q""]"\r\n"",,[]\r\n=1+1,-2,\r\n',
  );
});
