import { gzipSync } from 'node:zlib';
import { zipOf, zstdOf } from '@pairwright/formats/containers/archives.fixture';

/** A file that is small to send and would be huge, deep or wide to read. */
export interface Bomb {
  readonly what: string;
  readonly filename: string;
  readonly bytes: () => Uint8Array;
  /** What is said of it: the code of a fault of its rows. */
  readonly code: string;
  /** Rows before the place where reading ends; they come in. */
  readonly rowsBefore: number;
}

const MiB = 1024 * 1024;
const letters = (bytes: number): Buffer => Buffer.alloc(bytes, 'a');
const row = `${JSON.stringify({ prompt: 'Before it?', response_a: 'yes', response_b: 'no' })}\n`;
const header = 'prompt,response_a,response_b\n';
const table = `${header}Before it?,yes,no\n`;

function manyEntries(): Uint8Array {
  const bytes = Buffer.from(row);
  return zipOf(Array.from({ length: 20_000 }, (_, index) => ({ name: `${index}.jsonl`, bytes, method: 0 })));
}

/** One behind the other: 10 GiB of one letter in 10 MB. */
function longGzip(): Uint8Array {
  const member = gzipSync(letters(16 * MiB));
  return Buffer.concat([gzipSync(row), ...Array.from({ length: 640 }, () => member)]);
}

export const bombs: readonly Bomb[] = [
  {
    what: 'gzip that unpacks to 10 GiB',
    filename: 'x.jsonl.gz',
    bytes: longGzip,
    code: 'unpacks_too_large',
    rowsBefore: 1,
  },
  {
    what: 'zstd that unpacks to 5 GiB',
    filename: 'x.jsonl.zst',
    bytes: () => zstdOf(Buffer.from(row), { repeat: 40_000 }),
    code: 'unpacks_too_large',
    rowsBefore: 1,
  },
  {
    what: 'a zip whose entry unpacks to a thousand times its size',
    filename: 'x.zip',
    bytes: () => zipOf([{ name: 'x.jsonl', bytes: Buffer.concat([Buffer.from(row), letters(128 * MiB)]) }]),
    code: 'unpacks_too_large',
    rowsBefore: 1,
  },
  {
    what: 'a zip in a zip',
    filename: 'x.zip',
    bytes: () => {
      const inner = zipOf([{ name: 'x.jsonl', bytes: Buffer.from(row) }]);
      return zipOf([
        { name: 'a.jsonl', bytes: Buffer.from(row) },
        { name: 'b.jsonl', bytes: inner },
      ]);
    },
    code: 'nested_archive',
    rowsBefore: 1,
  },
  {
    what: 'a zip of 20,000 files',
    filename: 'x.zip',
    bytes: manyEntries,
    code: 'archive_entries',
    rowsBefore: 0,
  },
  {
    what: 'a line of lists, four million deep',
    filename: 'x.jsonl',
    bytes: () => Buffer.from(`${row}{"prompt":${'['.repeat(4 * MiB)}${']'.repeat(4 * MiB)}}\n`),
    code: 'too_deep',
    rowsBefore: 1,
  },
  {
    what: 'a line of five million lists',
    filename: 'x.jsonl',
    bytes: () => Buffer.from(`${row}{"prompt":[${'[],'.repeat(5 * MiB)}1]}\n`),
    code: 'too_many_values',
    rowsBefore: 1,
  },
  {
    what: 'a cell of eight million brackets',
    filename: 'x.csv',
    bytes: () => Buffer.from(`${table}${'['.repeat(4 * MiB)}${']'.repeat(4 * MiB)},a,b\n`),
    code: 'message_too_large',
    rowsBefore: 1,
  },
  {
    what: 'a list of lists, four million deep',
    filename: 'x.json',
    bytes: () => Buffer.from(`[${row},{"prompt":${'['.repeat(4 * MiB)}${']'.repeat(4 * MiB)}}]`),
    code: 'too_deep',
    rowsBefore: 1,
  },
  {
    what: 'lists that open and never close',
    filename: 'x.json',
    bytes: () => Buffer.alloc(64 * MiB, '['),
    code: 'record_too_long',
    rowsBefore: 0,
  },
  {
    what: 'a line of 128 MiB',
    filename: 'x.jsonl',
    bytes: () => Buffer.concat([Buffer.from(`${row}{"prompt":"`), letters(128 * MiB)]),
    code: 'line_too_long',
    rowsBefore: 1,
  },
  {
    what: 'a table of a million columns',
    filename: 'x.csv',
    bytes: () => Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => `c${index}`).join(',')),
    code: 'csv_columns',
    rowsBefore: 0,
  },
  {
    what: 'a cell that opens and never closes',
    filename: 'x.csv',
    bytes: () => Buffer.concat([Buffer.from(`${table}"`), letters(64 * MiB)]),
    code: 'record_too_long',
    rowsBefore: 1,
  },
];

/** A file as anybody would bring. */
export const ordinary: Uint8Array = Buffer.from(
  Array.from({ length: 20 }, (_, n) =>
    JSON.stringify({ prompt: `Question ${n}?`, response_a: `a ${n}`, response_b: `b ${n}` }),
  ).join('\n'),
);
