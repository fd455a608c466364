import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { zipOf, zstdOf } from './archives.fixture.ts';
import { Xxh64 } from './xxh64.ts';
import type { Item, Limits } from './items.ts';
import { readContainer } from './read.ts';
import { type ByteSource, blobSource, bytesSource } from './source.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const rows = [
  { a: 'x,"y"\n是', b: '1' },
  { a: '', b: '\u2028' },
];
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const csv = 'a,b\r\n"x,""y""\n是",1\r\n,\u2028';

async function collect(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function read(name: string, bytes: Uint8Array | string, limits: Partial<Limits> = {}): Promise<Item[]> {
  const source = bytesSource(name, typeof bytes === 'string' ? utf8(bytes) : bytes);
  return collect(readContainer(source, limits));
}
const values = (items: readonly Item[]) =>
  items.map((item) => {
    if (!item.ok) throw new Error(JSON.stringify(item.faults));
    return item.value;
  });
const codes = (items: readonly Item[]) => items.map((item) => (item.ok ? 'ok' : item.faults[0]!.code));

/** A frame with the sum of its content behind it. */
function summed(text: string): Uint8Array {
  const hash = new Xxh64();
  hash.update(utf8(text));
  return zstdOf(utf8(text), { sum: hash.low() });
}

/** A frame that readers pass over, as pzstd writes. */
const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);

function otherBit(bytes: Uint8Array, at: number): Uint8Array {
  const other = bytes.slice();
  other[at < 0 ? bytes.length + at : at]! ^= 1;
  return other;
}

describe('the same rows', () => {
  const parquet = () =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'a', data: rows.map(({ a }) => a), type: 'STRING' },
          { name: 'b', data: rows.map(({ b }) => b), type: 'STRING' },
        ],
        rowGroupSize: 1,
      }),
    );

  it.each([
    ['JSON lines', 'x.jsonl', () => utf8(lines)],
    [
      'lines with a mark, CRLF, blank lines, no last newline',
      'x',
      () => utf8(`\uFEFF${lines.replaceAll('\n', '\r\n\r\n').trimEnd()}`),
    ],
    ['a list', 'x.json', () => utf8(JSON.stringify(rows))],
    ['a pretty list with a mark', 'x.json', () => utf8(`\uFEFF${JSON.stringify(rows, null, 2)}`)],
    [
      'pretty objects one after the other',
      'x.json',
      () => utf8(rows.map((row) => JSON.stringify(row, null, 2)).join('\n')),
    ],
    ['a list named as lines', 'x.jsonl', () => utf8(JSON.stringify(rows))],
    ['CSV', 'x.csv', () => utf8(csv)],
    [
      'CSV with a mark and semicolons',
      'x.csv',
      () => utf8(`\uFEFF${csv.replace('a,b', 'a;b').replace('是",1', '是";1').replace('\n,', '\n;')}`),
    ],
    [
      'TSV',
      'x.tsv',
      () => utf8(csv.replace('a,b', 'a\tb').replace('是",1', '是"\t1').replace('\n,', '\n\t')),
    ],
    ['Parquet', 'x.parquet', parquet],
    ['gzip', 'x.jsonl.gz', () => gzipSync(lines)],
    [
      'gzip in two members',
      'x.gz',
      () => Buffer.concat([gzipSync(lines.slice(0, 20)), gzipSync(lines.slice(20))]),
    ],
    ['gzip of Parquet', 'x.parquet.gz', () => gzipSync(parquet())],
    ['zstd', 'x.jsonl.zst', () => zstdOf(utf8(lines))],
    [
      'zstd in frames with sums, and others to be skipped',
      'x.jsonl.zst',
      () =>
        Buffer.concat([skipped, summed(lines.slice(0, 20)), skipped, summed(lines.slice(20)), summed('')]),
    ],
    [
      'zip',
      'x.zip',
      () =>
        zipOf([
          { name: 'data/', bytes: utf8(''), method: 0 },
          { name: 'data/x.jsonl', bytes: utf8(lines) },
        ]),
    ],
    ['zip of gzip, stored', 'x.zip', () => zipOf([{ name: 'x.csv.gz', bytes: gzipSync(csv), method: 0 }])],
    ['zip of Parquet', 'x.zip', () => zipOf([{ name: 'x.parquet', bytes: parquet() }])],
  ] as const)('come out of %s', async (_name, name, bytes) => {
    expect(values(await read(name, bytes()))).toEqual(rows);
    // From a file of a browser, too.
    const blob = new Blob([bytes() as Uint8Array<ArrayBuffer>]);
    expect(values(await collect(readContainer(blobSource(name, blob))))).toEqual(rows);
  });

  it('come out of JSON and CSV however the bytes are cut', async () => {
    const field = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: field, b: field }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (some, size) => {
          const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const table = `a,b\n${some.map(({ a, b }) => `${cell(a)},${cell(b)}\n`).join('')}`;
          for (const [name, text] of [
            ['x.json', JSON.stringify(some, null, 1)],
            ['x.jsonl', some.map((row) => JSON.stringify(row)).join('\n')],
            ['x.csv', table],
          ] as const) {
            const bytes = utf8(text);
            const source: ByteSource = {
              name,
              async *stream() {
                for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
              },
            };
            expect(values(await collect(readContainer(source)))).toEqual(some);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('say where they stand', async () => {
    expect((await read('x.json', '[\n{"a":1},\n\n{"a":2}]')).map(({ line, row }) => [line, row])).toEqual([
      [2, 1],
      [4, 2],
    ]);
    expect((await read('x.json', '[{"a":1},{"a":2}, ]')).map(({ line, row, ok }) => [line, row, ok])).toEqual(
      [
        [1, 1, true],
        [1, 2, true],
        [1, 3, false],
      ],
    );
    expect((await read('x.csv', csv)).map(({ line, ok }) => [line, ok])).toEqual([
      [2, true],
      [4, true],
    ]);
    expect((await read('x.zip', zipOf([{ name: 'd/x.jsonl', bytes: utf8(lines) }])))[0]).toMatchObject({
      file: 'x.zip/d/x.jsonl',
      line: 1,
      raw: JSON.stringify(rows[0]),
    });
  });

  it('keep what Parquet holds beyond JSON: 64 bits as digits, times as RFC 3339', async () => {
    const bytes = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'big', data: [9_007_199_254_740_993n], type: 'INT64' },
          { name: 'small', data: [7n], type: 'INT64' },
          { name: 'when', data: [new Date('2026-01-02T03:04:05Z')], type: 'TIMESTAMP' },
          { name: 'list', data: [[{ role: 'user', content: 'q' }]], type: 'JSON' },
        ],
      }),
    );
    expect(values(await read('x.parquet', bytes))).toEqual([
      {
        big: '9007199254740993',
        small: 7,
        when: '2026-01-02T03:04:05.000Z',
        list: [{ role: 'user', content: 'q' }],
      },
    ]);
  });
});

describe('times in Parquet', () => {
  it.each([
    ['TIMESTAMP_MICROS', 1_767_323_045_678_901n, '2026-01-02T03:04:05.678901Z'],
    ['TIMESTAMP_MICROS', 1_767_323_045_678_000n, '2026-01-02T03:04:05.678Z'],
    ['TIMESTAMP_MICROS', -1n, '1969-12-31T23:59:59.999999Z'],
    ['TIMESTAMP_MILLIS', -1_500n, '1969-12-31T23:59:58.500Z'],
  ] as const)('keep every digit: %s %s', async (converted_type, value, text) => {
    const schema = [
      { name: 'root', num_children: 1 },
      { name: 'when', type: 'INT64', converted_type, repetition_type: 'REQUIRED' },
    ] as const;
    const columnData = [{ name: 'when', data: [value] }];
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData, schema: [...schema] }));
    expect(values(await read('x.parquet', bytes))).toEqual([{ when: text }]);
  });
});

describe('archives that are refused', () => {
  it.each([
    ['cut off', gzipSync(lines.repeat(100)).subarray(0, 90), 'damaged_archive'],
    [
      'with a wrong sum',
      Uint8Array.from(gzipSync(lines), (byte, index) =>
        index === gzipSync(lines).length - 6 ? byte ^ 255 : byte,
      ),
      'damaged_archive',
    ],
    ['zstd cut off', zstdOf(utf8(lines)).subarray(0, 30), 'damaged_archive'],
    ['zstd whose sum is cut off', summed(lines).subarray(0, -1), 'damaged_archive'],
    ['zstd in which one bit is another', otherBit(summed(lines), 40), 'damaged_archive'],
    ['zstd with another sum', otherBit(summed(lines), -1), 'damaged_archive'],
    ['zstd with something behind it', Buffer.concat([summed(lines), utf8('more')]), 'damaged_archive'],
    [
      'zstd whose second frame has a window of gigabytes',
      Buffer.concat([summed(''), zstdOf(utf8(lines), { window: 0xb8 })]),
      'unsupported_archive',
    ],
    ['zstd with a window of gigabytes', zstdOf(utf8(lines), { window: 0xb8 }), 'unsupported_archive'],
    ['gzip in gzip', gzipSync(gzipSync(lines)), 'nested_archive'],
    ['zip in gzip', gzipSync(zipOf([{ name: 'x.jsonl', bytes: utf8(lines) }])), 'nested_archive'],
    ['bzip2', utf8('BZh91AY'), 'unsupported_archive'],
    ['zip cut off', zipOf([{ name: 'x.jsonl', bytes: utf8(lines) }]).subarray(0, 60), 'damaged_archive'],
    ['zip in zip', zipOf([{ name: 'x.zip', bytes: utf8('PK') }]), 'nested_archive'],
    [
      'zip in zip under another name',
      zipOf([{ name: 'x.json', bytes: zipOf([{ name: 'x.jsonl', bytes: utf8(lines) }]) }]),
      'nested_archive',
    ],
    ['a way out', zipOf([{ name: '../x.jsonl', bytes: utf8(lines) }]), 'unsafe_path'],
    ['an absolute way', zipOf([{ name: '/etc/x.jsonl', bytes: utf8(lines) }]), 'unsafe_path'],
    ['a password', zipOf([{ name: 'x.jsonl', bytes: utf8(lines), flags: 1 }]), 'unsupported_archive'],
    ['no data', zipOf([{ name: 'notes.txt', bytes: utf8('hello') }]), 'other_file'],
    [
      'too many entries',
      zipOf([{ name: 'x.jsonl', bytes: utf8(lines) }], { count: 20_000 }),
      'archive_entries',
    ],
  ] as const)('%s', async (_name, bytes, code) => {
    const items = await read('x', bytes);
    const bad = items.filter((item) => !item.ok);
    expect(bad[0]).toMatchObject({
      ok: false,
      scope: 'file',
      faults: [{ code, rule: expect.stringMatching(/.{8}/), fix: expect.stringMatching(/.{8}/) }],
    });
  });

  it.each([
    ['gzip', 'x.gz', gzipSync('{"a":1}\n', { level: 0 })],
    [
      'the first of two members of gzip',
      'x.gz',
      Buffer.concat([gzipSync('{"a":1}\n', { level: 0 }), gzipSync('{"a":2}\n')]),
    ],
    ['zip', 'x.zip', zipOf([{ name: 'x.jsonl', bytes: utf8('{"a":1}\n'), method: 0 }])],
  ] as const)('are found by the checksum of %s', async (_name, name, bytes) => {
    const changed = Uint8Array.from(bytes);
    changed[Buffer.from(bytes).indexOf('{"a":1}') + 5] = '3'.charCodeAt(0);
    expect(codes(await read(name, changed)).at(-1)).toBe('damaged_archive');
  });

  it('give the rows before the place where they break', async () => {
    const many = Array.from(
      { length: 20_000 },
      (_, a) => `${JSON.stringify({ a, text: String(a * 7919) })}\n`,
    ).join('');
    const packed = gzipSync(many);
    const items = await read('x.gz', packed.subarray(0, packed.length / 2));
    expect(items.length).toBeGreaterThan(1000);
    expect(codes(items).at(-1)).toBe('damaged_archive');
    expect(codes(items).slice(0, 1000)).toEqual(Array.from({ length: 1000 }, () => 'ok'));
  });
});

describe('bombs end early and with little memory', () => {
  const zeros = (megabytes: number) =>
    Buffer.concat([utf8('{"a":"'), Buffer.alloc(megabytes * 1024 * 1024, 'x')]);
  const mib = 1024 * 1024;

  /** How far the process grew at most while reading. */
  async function growth(source: ByteSource, limits: Partial<Limits> = {}) {
    globalThis.gc?.();
    const before = process.memoryUsage();
    let most = 0;
    const items: Item[] = [];
    const watch = setInterval(() => {
      const now = process.memoryUsage();
      most = Math.max(most, now.external + now.arrayBuffers - before.external - before.arrayBuffers);
    }, 5);
    for await (const item of readContainer(source, limits)) items.push(item);
    clearInterval(watch);
    return { items, megabytes: most / mib };
  }

  it.each([
    ['gzip', gzipSync(zeros(300))],
    ['zstd', zstdOf(utf8('{"a":"'), { repeat: 2400 })],
    ['zip', zipOf([{ name: 'x.jsonl', bytes: zeros(300) }])],
  ] as const)('%s of 300 MB', async (_name, bytes) => {
    const { items, megabytes } = await growth(bytesSource('x', bytes), { recordBytes: mib });
    expect(codes(items)).toEqual(['unpacks_too_large']);
    expect(megabytes).toBeLessThan(100);
  });

  it('a line, an element, a cell and a header without end', async () => {
    const endless = (name: string, start: string, filler: string): ByteSource => ({
      name,
      async *stream() {
        yield utf8(start);
        for (let at = 0; at < 24; at++) yield Buffer.alloc(mib, filler);
      },
    });
    for (const [source, code] of [
      [endless('x.jsonl', '{"a":"', 'x'), 'line_too_long'],
      [endless('x.json', '[{"a":"', 'x'), 'record_too_long'],
      [endless('x.json', '[', '['), 'record_too_long'],
      [endless('x.csv', 'a,b\n"', 'x'), 'record_too_long'],
      [endless('x.csv', 'a,b\n', 'x,'), 'record_too_long'],
    ] as const) {
      const { items, megabytes } = await growth(source, { recordBytes: 2 * mib });
      expect(codes(items).filter((one) => one !== 'truncated_json')).toEqual([code]);
      expect(megabytes).toBeLessThan(16);
    }
  });

  it('JSON nested a million deep and a table of a million columns', async () => {
    expect(codes(await read('x.json', `[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`))).toEqual([
      'too_deep',
    ]);
    expect(codes(await read('x.jsonl', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`))).toEqual(['too_deep']);
    expect(codes(await read('x.csv', `${'a,'.repeat(1_000_000)}b\n1`))).toEqual(['csv_columns']);
  });
});
