import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Converter, type Outcome } from '../in/convert.ts';
import { detect } from '../in/detect.ts';
import { inFormat } from '../in/registry.ts';
import { zipOf } from './archives.fixture.ts';
import type { Item } from './items.ts';
import { readContainer } from './read.ts';
import { bytesSource } from './source.ts';

/** The files that people really bring: what each says, and that no row of it vanishes. */

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const row = (n: number | string, more: object = {}) => ({
  prompt: `q${n}`,
  response_a: `a${n}`,
  response_b: `b${n}`,
  ...more,
});
const line = (n: number | string, more: object = {}) => JSON.stringify(row(n, more));
const good = (...ns: number[]) => ns.map((n) => `${line(n)}\n`).join('');
const chat = (...messages: [string, unknown][]) => ({
  messages: messages.map(([role, content]) => ({ role, content })),
  responses: ['x', 'y'].map((model) => ({ model, content: model })),
});

interface Broken {
  readonly what: string;
  readonly name?: string;
  readonly bytes: Uint8Array | string;
  /** Prompts of the rows that come through, in order. */
  readonly through: readonly string[];
  /** Each refusal: line, code, and what its sentence (rule and fix) says. */
  readonly refused: readonly (readonly [line: number, code: string, says: RegExp])[];
}

const files: readonly Broken[] = [
  { what: 'byte order mark', bytes: `\uFEFF${good(1, 2)}`, through: ['q1', 'q2'], refused: [] },
  {
    what: 'CRLF and blank lines',
    bytes: good(1, 2).replaceAll('\n', '\r\n\r\n'),
    through: ['q1', 'q2'],
    refused: [],
  },
  { what: 'no newline at the end', bytes: good(1, 2).trimEnd(), through: ['q1', 'q2'], refused: [] },
  {
    what: 'U+2028 and U+0085 in a text',
    bytes: `${JSON.stringify(row('\u2028\u0085'))}\n${line(2)}`,
    through: ['q\u2028\u0085', 'q2'],
    refused: [],
  },
  {
    what: 'last line cut off',
    bytes: `${good(1)}${line(2).slice(0, 20)}`,
    through: ['q1'],
    refused: [[2, 'truncated_json', /check that the file was written and copied to its end/]],
  },
  {
    what: 'a key twice',
    bytes: `{"prompt":"q","prompt":"r","response_a":"a","response_b":"b"}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'duplicate_key', /each key once/]],
  },
  {
    what: 'invalid UTF-8',
    bytes: Buffer.concat([utf8(good(1)), Buffer.from([0x22, 0xff, 0xfe, 0x0a]), utf8(good(3))]),
    through: ['q1', 'q3'],
    refused: [[2, 'invalid_utf8', /Save the file as UTF-8/]],
  },
  {
    what: 'half of an emoji',
    bytes: `${line(1).replace('q1', '\\ud83d')}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'lone_surrogate', /Half of an emoji/]],
  },
  {
    what: 'NUL',
    bytes: `${line(1).replace('q1', 'a\\u0000b')}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'nul_character', /NUL/]],
  },
  {
    what: 'NaN',
    bytes: `${line(1).replace('"q1"', 'NaN')}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'invalid_json', /NaN and Infinity are no JSON/]],
  },
  {
    what: 'Infinity',
    bytes: `${line(1).replace('"q1"', '-Infinity')}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'invalid_json', /NaN and Infinity are no JSON/]],
  },
  {
    what: 'an integer of 64 bits',
    bytes: `${line(1, { id: 1 }).replace(':1}', ':9223372036854775807}')}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'unsafe_number', /Write the number as a string/]],
  },
  {
    what: '__proto__',
    bytes: `{"__proto__":{"x":1},${line(1).slice(1)}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'forbidden_key', /__proto__/]],
  },
  {
    what: 'a number where a text was',
    bytes: `${good(1)}${JSON.stringify({ ...row(2), response_a: 5 })}`,
    through: ['q1'],
    refused: [[2, 'wrong_type', /content is a string/]],
  },
  {
    what: 'a wrong role',
    bytes: `${JSON.stringify(chat(['bot', 'q']))}\n${JSON.stringify(chat(['user', 'q2']))}`,
    through: ['q2'],
    refused: [[1, 'unknown_role', /system, user, assistant or tool/]],
  },
  {
    what: 'a null prompt',
    bytes: `${JSON.stringify(chat(['user', null]))}\n${JSON.stringify(chat(['user', 'q2']))}`,
    through: ['q2'],
    refused: [[1, 'content_missing', /empty and missing are different/]],
  },
  {
    what: 'the assistant first',
    bytes: `${JSON.stringify(chat(['assistant', 'hello']))}\n${JSON.stringify(chat(['user', 'q2']))}`,
    through: ['q2'],
    refused: [[1, 'prompt_end', /out of the prompt into the responses/]],
  },
  {
    what: 'empty answers, which are answers',
    bytes: JSON.stringify({ ...row(1), response_a: '' }),
    through: ['q1'],
    refused: [],
  },
  {
    what: 'identical answers, which the comparison leaves out',
    bytes: JSON.stringify({ ...row(1), response_a: 'same', response_b: 'same' }),
    through: ['q1'],
    refused: [],
  },
  {
    what: 'UTF-16 with a mark',
    bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good(1), 'utf16le')]),
    through: [],
    refused: [[1, 'utf16', /save it as UTF-8/]],
  },
  {
    what: 'UTF-16 without one',
    bytes: Buffer.from(good(1), 'utf16le'),
    through: [],
    refused: [[1, 'utf16', /save it as UTF-8/]],
  },
  {
    what: 'CSV with semicolons',
    name: 'x.csv',
    bytes: 'prompt;response_a;response_b\nq1;a,b;c\n',
    through: ['q1'],
    refused: [],
  },
  {
    what: 'CSV with a row too short and one too long',
    name: 'x.csv',
    bytes: 'prompt,response_a,response_b\nq1,a,b\nq2,a\nq3,a,b,c\n',
    through: ['q1'],
    refused: [
      [3, 'csv_ragged', /3; this one has 2/],
      [4, 'csv_ragged', /3; this one has 4/],
    ],
  },
  {
    what: 'CSV with a quote that never closes',
    name: 'x.csv',
    bytes: 'prompt,response_a,response_b\nq1,a,b\nq2,"a,b\nq3,a,b\n',
    through: ['q1'],
    refused: [[3, 'csv_quote', /never closes/]],
  },
  {
    what: 'CSV with text behind a quote',
    name: 'x.csv',
    bytes: 'prompt,response_a,response_b\nq1,"a"x,b\nq2,a,b\n',
    through: ['q2'],
    refused: [[2, 'csv_quote', /doubled/]],
  },
  {
    what: 'CSV with a column name twice',
    name: 'x.csv',
    bytes: 'prompt,response_a,response_a\nq1,a,b\n',
    through: [],
    refused: [[1, 'csv_header', /"response_a" stands twice/]],
  },
  {
    what: 'CSV with a header alone',
    name: 'x.csv',
    bytes: 'prompt,response_a,response_b\n',
    through: [],
    refused: [[1, 'no_rows', /no row in it/]],
  },
  {
    what: 'CSV with days only, which stay texts',
    name: 'x.csv',
    bytes: 'prompt,response_a,response_b,day\nq1,2024-01-01,2024-01-02,2024-01-03\n',
    through: ['q1'],
    refused: [],
  },
  {
    what: 'a web page',
    bytes: '<!DOCTYPE html>\n<html><body>404</body></html>',
    through: [],
    refused: [[1, 'html_page', /download the file itself/]],
  },
  { what: 'an empty file', bytes: '', through: [], refused: [[1, 'empty_file', /empty/]] },
  { what: 'blanks alone', bytes: ' \n\n', through: [], refused: [[1, 'empty_file', /empty/]] },
  { what: 'an empty list', bytes: '[]', through: [], refused: [[1, 'no_rows', /no row in it/]] },
  {
    what: 'a Git LFS pointer',
    bytes: 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    through: [],
    refused: [[1, 'lfs_pointer', /git lfs pull/]],
  },
  {
    what: 'Arrow, as save_to_disk writes it',
    bytes: Buffer.from([0xff, 0xff, 0xff, 0xff, 0x10, 0, 0, 0, 0, 0]),
    through: [],
    refused: [[1, 'arrow_file', /load_from_disk .* to_parquet/]],
  },
  {
    what: 'Arrow, as a file of its own',
    bytes: 'ARROW1\0\0',
    through: [],
    refused: [[1, 'arrow_file', /load_from_disk .* to_parquet/]],
  },
  {
    what: 'a data set in Arrow, packed, with the files beside it',
    name: 'set.zip',
    bytes: zipOf([
      { name: 'train/data-00000-of-00001.arrow', bytes: Buffer.from([0xff, 0xff, 0xff, 0xff]) },
      { name: 'train/state.json', bytes: utf8('{"_data_files": []}') },
      { name: 'dataset_dict.json', bytes: utf8('{"splits": ["train"]}') },
    ]),
    through: [],
    refused: [
      [1, 'arrow_file', /load_from_disk .* to_parquet/],
      [1, 'other_file', /only files of data/],
      [1, 'other_file', /only files of data/],
      [1, 'no_rows', /a file holds rows/],
    ],
  },
  {
    what: 'two lists one behind the other',
    bytes: `[${line(1)}]\n[${line(2)}]`,
    through: ['q1'],
    refused: [[2, 'second_document', /What follows was not read/]],
  },
  {
    what: 'a comma before the end of a list',
    bytes: `[${line(1)},\n${line(2)},]`,
    through: ['q1', 'q2'],
    refused: [[2, 'list_syntax', /not before the end/]],
  },
  {
    what: 'a comma before the end of an object',
    bytes: `${line(1).replace('}', ',}')}\n${line(2)}`,
    through: ['q2'],
    refused: [[1, 'invalid_json', /a comma stands before the end/]],
  },
  {
    what: 'a list whose end is missing',
    bytes: `[\n${line(1)},\n${line(2).slice(0, 30)}`,
    through: ['q1'],
    refused: [[3, 'truncated_json', /copied to its end/]],
  },
  {
    what: 'Python dictionaries',
    bytes: `${line(1)}\n{'prompt': 'q', 'response_a': None}\n`,
    through: ['q1'],
    refused: [[2, 'invalid_json', /Python, not JSON/]],
  },
  {
    what: 'Python dictionaries alone',
    bytes: "{'prompt': 'q', 'response_a': None}\n{'prompt': 'r'}\n",
    through: [],
    refused: [
      [1, 'invalid_json', /Python, not JSON/],
      [2, 'invalid_json', /Python, not JSON/],
    ],
  },
  {
    what: 'comments',
    bytes: `${line(1)}\n// ${line(2)}\n${line(3)}`,
    through: ['q1', 'q3'],
    refused: [[2, 'invalid_json', /no comments/]],
  },
  {
    what: 'two objects on a line',
    bytes: `${line(1)}${line(2)}\n${line(3)}`,
    through: ['q3'],
    refused: [[1, 'invalid_json', /two values stand on one line/]],
  },
  {
    what: 'nesting without end',
    bytes: `${good(1)}{"a":${'['.repeat(100)}${']'.repeat(100)}}`,
    through: ['q1'],
    refused: [[2, 'too_deep', /32 levels/]],
  },
  {
    what: 'a line of 17 MiB',
    bytes: `${line(1)}\n{"prompt":"${'x'.repeat(17 * 1024 * 1024)}"}\n${line(3)}`,
    through: ['q1', 'q3'],
    refused: [[2, 'line_too_long', /Split this row/]],
  },
  {
    what: 'gzip cut off',
    name: 'x.jsonl.gz',
    bytes: gzipSync(Array.from({ length: 4000 }, (_, n) => `${line(n)}\n`).join('')).subarray(0, 60),
    through: [],
    refused: [[1, 'damaged_archive', /copy or download it again/]],
  },
  {
    what: 'gzip in a file named .jsonl',
    name: 'x.jsonl',
    bytes: gzipSync(good(1)),
    through: ['q1'],
    refused: [],
  },
  {
    what: 'a list in a file named .csv.json',
    name: 'x.json',
    bytes: `[${line(1)}]`,
    through: ['q1'],
    refused: [],
  },
  { what: 'JSON lines named .csv', name: 'x.csv', bytes: good(1, 2), through: ['q1', 'q2'], refused: [] },
  {
    what: 'a zip bomb',
    name: 'x.zip',
    bytes: zipOf([
      { name: 'x.jsonl', bytes: Buffer.concat([utf8('{"a":"'), Buffer.alloc(80 * 1024 * 1024, 0x61)]) },
    ]),
    through: [],
    refused: [[1, 'unpacks_too_large', /200 times its size/]],
  },
  {
    what: 'a zip with a way out',
    name: 'x.zip',
    bytes: zipOf([
      { name: '../x.jsonl', bytes: utf8(good(1)) },
      { name: 'y.jsonl', bytes: utf8(good(2)) },
    ]),
    through: ['q2'],
    refused: [[1, 'unsafe_path', /stay inside/]],
  },
  {
    what: 'a picture',
    name: 'x.png',
    bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3),
    through: [],
    refused: [[1, 'unknown_file', /JSON lines, JSON, CSV/]],
  },
];

async function outcomesOf({ bytes, name = 'x.jsonl' }: Broken) {
  const items: Item[] = [];
  for await (const item of readContainer(bytesSource(name, typeof bytes === 'string' ? utf8(bytes) : bytes)))
    items.push(item);
  const values = items.flatMap((item) => (item.ok ? [item.value] : []));
  const converter = new Converter(inFormat('pairwright')!);
  const made = items.flatMap((item): (Outcome | Item)[] =>
    item.ok ? converter.push(item.value, item) : [item],
  );
  return { values, made };
}

describe('files that people bring', () => {
  it.each(files.map((file) => [file.what, file] as const))('%s', async (_what, file) => {
    const { values, made } = await outcomesOf(file);
    const through = made.flatMap((one) => (one.ok && 'text' in one ? [one.row.prompt[0]!.content] : []));
    expect(through).toEqual(file.through);
    const refused = made.flatMap((one) => (one.ok ? [] : [one]));
    expect(refused.map(({ line: at, faults }) => [at, faults[0]!.code])).toEqual(
      file.refused.map(([at, code]) => [at, code]),
    );
    for (const [index, { faults }] of refused.entries()) {
      const [fault] = faults;
      expect(`${fault!.rule}. ${fault!.fix}`).toMatch(file.refused[index]![2]);
      expect(fault).toMatchObject({ path: expect.stringMatching(/^\$/), value: expect.any(String) });
      expect(fault!.value.length).toBeLessThanOrEqual(120);
    }
    if (file.through.length > 0) expect(detect(values).format).toBe('pairwright');
  });

  it('of at least 36 kinds', () => {
    expect(new Set(files.map(({ what }) => what)).size).toBe(files.length);
    expect(files.length).toBeGreaterThanOrEqual(36);
  });

  it('lists and dates in cells of a table are read as what the format says', async () => {
    const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
    const table = `id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n7,x,y,${cell(['q'])},${cell(['a'])},${cell([null])},0,1,0\n8,x,y,"['q']",${cell(['a'])},${cell(['b'])},0,1,0\n`;
    const items: Item[] = [];
    for await (const item of readContainer(bytesSource('train.csv', utf8(table)))) items.push(item);
    const converter = new Converter(inFormat('arena-55k')!);
    expect(items.flatMap((item) => (item.ok ? converter.push(item.value, item.line) : []))).toMatchObject([
      {
        ok: true,
        row: {
          pairId: '7',
          responses: [{ messages: [{ content: 'a' }] }, { messages: [{ content: '' }] }],
          votes: [{ outcome: 'b' }],
        },
      },
      { ok: false, line: 3, faults: [{ code: 'json_cell', path: '$.prompt' }] },
    ]);
  });
});
