import { expect, it } from 'vitest';
import { columnsOf } from '../card-features.ts';
import type { GoodItem } from '../containers/items.ts';
import { readContainer } from '../containers/read.ts';
import { bytesSource } from '../containers/source.ts';
import { openEncoder } from '../files/encoder.ts';
import { type VoteRow, voteLine } from '../out/vote-rows.ts';
import { Converter } from './convert.ts';
import { detect } from './detect.ts';
import { voteCells } from './formats/ours.ts';
import { inFormat } from './registry.ts';

const columns = columnsOf({
  format: 'votes',
  withMargin: false,
  withWeight: false,
  plainMessages: true,
  withImages: false,
});

const plain: VoteRow = {
  judgment_id: '1',
  comparison_id: 'c',
  project: 'p',
  prompt_id: 'p1',
  prompt_external_id: null,
  language: null,
  language_detected: false,
  prompt: [{ role: 'user', content: '[1, 2]\n"why"?' }],
  responses: ['yes', ''].map((content, index) => ({
    id: `r${index}`,
    model: `m${index}`,
    messages: [{ role: 'assistant', content }],
  })),
  judge_turn: null,
  annotator: null,
  annotator_kind: null,
  presented_order: [1, 0],
  sampling_probability: null,
  kind: 'pair',
  outcome: 'tie',
  position: null,
  points: 6,
  strength: null,
  ranking: null,
  criteria: [],
  ratings: [],
  flags: [],
  safe: null,
  reasons: [],
  spans: [],
  rewrite: null,
  steps: null,
  flags_answered: false,
  rationale: null,
  question_version: 1,
  guidelines_version: 2,
  active_ms: null,
  view: null,
  created_at: '2026-01-02T03:04:05.123456Z',
  supersedes: null,
  counted: true,
  not_counted_because: null,
};

const full: VoteRow = {
  ...plain,
  judgment_id: '2',
  prompt_external_id: 'ext',
  language: 'zh',
  language_detected: true,
  annotator: '007',
  annotator_kind: 'human',
  sampling_probability: 0.25,
  outcome: 'preference',
  position: 2,
  strength: -1.8,
  criteria: [{ key: 'l', outcome: 'preference', position: 1, strength: 1.5 }],
  ratings: [{ key: 'style', response: 1, value: 4 }],
  flags: [{ key: 'harm', response: 0, severity: 2 }],
  flags_answered: true,
  safe: [true, false],
  reasons: ['clear'],
  spans: [{ response: 0, message: 0, start: 0, end: 1, quote: 'y', label: 'bad', note: null }],
  rewrite: { response_id: 'r9', parent: 1, content: 'Better.' },
  rationale: '{"not": "read"}',
  active_ms: 900,
  view: '{"theme":"dark"}',
};

const votes: readonly VoteRow[] = [
  plain,
  // A table that says so in words: whoever takes them for texts counts what was withdrawn.
  { ...plain, judgment_id: '3', counted: false, not_counted_because: 'withdrawn' },
  { ...plain, judgment_id: '4', judge_turn: 0 },
  full,
];

async function rowsOf(bytes: Uint8Array, name: string) {
  const converter = new Converter(inFormat('votes')!);
  const values: GoodItem[] = [];
  for await (const item of readContainer(bytesSource(name, bytes))) {
    if (!item.ok) throw new Error(JSON.stringify(item.faults));
    values.push(item);
  }
  expect(detect(values.map(({ value }) => value))).toMatchObject({ format: 'votes' });
  const made = [
    ...values.flatMap(({ value, line, header }) =>
      converter.push(value, { line, isTable: header !== undefined }),
    ),
    ...converter.finish(),
  ];
  return made.map((one) => {
    if (!one.ok) throw new Error(JSON.stringify(one.faults));
    return one.row;
  });
}

it.each(['csv', 'spreadsheet', 'parquet'] as const)(
  'votes out of a file of the kind %s say what they say as lines',
  async (container) => {
    const lines = Buffer.from(votes.map(voteLine).join(''));
    const encoder = await openEncoder({
      columns,
      container,
      compression: container === 'parquet' ? 'snappy' : 'none',
    });
    if (encoder === undefined) throw new Error('no encoder');
    const bytes = Buffer.concat([...encoder.push(lines), ...encoder.finish()]);
    const expected = await rowsOf(lines, 'votes.jsonl');
    expect(expected.flatMap(({ votes: some }) => some!.map(({ counted }) => counted))).toContain(false);
    expect(await rowsOf(bytes, container === 'parquet' ? 'votes.parquet' : 'votes.csv')).toEqual(expected);
  },
);

it('knows every column of the votes that a table holds as JSON', () => {
  const inTables = columns.flatMap((column) =>
    'dtype' in column && column.dtype === 'string' ? [] : [column.name],
  );
  expect(voteCells.values.toSorted()).toEqual(inTables.toSorted());
});

it.each([
  ['strength', 'much', 'json_cell'],
  ['ratings', "[{'key': 'style'}]", 'json_cell'],
  ['counted', 'no', 'json_cell'],
  ['active_ms', '9007199254740993', 'unsafe_number'],
])('names a cell of %s that holds %s', async (key, cell, code) => {
  const texts = Object.fromEntries(
    Object.entries(full).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  const [made] = new Converter(inFormat('votes')!).push(
    { ...texts, [key]: cell },
    { line: 2, isTable: true },
  );
  expect(made).toMatchObject({ ok: false, faults: [{ line: 2, path: `$.${key}`, code }] });
});

it('takes the truth values and numbers of a table that another tool wrote anew', () => {
  const texts = {
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, value === null ? '' : value])),
    prompt: JSON.stringify(plain.prompt),
    responses: JSON.stringify(plain.responses),
    presented_order: '[1, 0]',
    counted: 'False',
    language_detected: 'True',
    language: 'en',
    judge_turn: '0.0',
  };
  const converter = new Converter(inFormat('votes')!);
  const [made] = [...converter.push(texts, { line: 2, isTable: true }), ...converter.finish()];
  expect(made).toMatchObject({
    ok: true,
    row: { languageDetected: true, judgeTurn: 0, votes: [{ counted: false, shown: [1, 0] }] },
  });
});

async function ownRows(table: string, format: string) {
  const converter = new Converter(inFormat(format)!);
  const outcomes = [];
  for await (const item of readContainer(bytesSource('rows.csv', new TextEncoder().encode(table)))) {
    if (!item.ok) throw new Error(JSON.stringify(item.faults));
    expect(detect([item.value])).toMatchObject({ format });
    outcomes.push(...converter.push(item.value, { line: item.line, isTable: item.header !== undefined }));
  }
  return outcomes;
}

const cell = (value: unknown): string => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
const asked = [{ role: 'user', content: 'Why?' }];
const turn = (content: string) => ({ role: 'assistant', content });

it('takes pairs of ours out of a table: an empty cell of an optional column is none', async () => {
  const table =
    'prompt,response_a,response_b,model_a,model_b,lang,category,judge_turn,votes,gold,note\n' +
    'Why?,a,,m,,,,,,,\n' +
    `${cell(asked)},${cell([turn('a')])},b,m,n,en,x,0,${cell([{ annotator: 'p', kind: 'human', outcome: 'a' }])},a,seen\n`;
  expect(await ownRows(table, 'pairwright')).toMatchObject([
    {
      ok: true,
      row: { prompt: asked, responses: [{ model: 'm' }, { messages: [turn('')] }], metadata: { note: '' } },
    },
    {
      ok: true,
      row: {
        prompt: asked,
        responses: [{ messages: [turn('a')] }, { model: 'n', messages: [turn('b')] }],
        language: 'en',
        judgeTurn: 0,
        votes: [{ annotator: 'p', outcome: 'a' }],
        gold: { answer: 'a' },
      },
    },
  ]);
});

it('takes prompts with responses, and judged pairs, out of a table', async () => {
  const responses = [
    { model: 'm', content: 'a' },
    { model: 'n', content: 'b' },
  ];
  const table = `messages,responses,tags,prompt_id\n${cell(asked)},${cell(responses)},${cell(['x'])},7\n`;
  expect(await ownRows(table, 'pairwright')).toMatchObject([
    { ok: true, row: { externalId: '7', prompt: asked, metadata: { tags: ['x'] } } },
  ]);
  const judged = 'prompt,response_a,response_b,model_a,winner\nWhy?,a,b,,model_b\n';
  expect(await ownRows(judged, 'judged-pair')).toMatchObject([
    { ok: true, row: { votes: [{ outcome: 'b' }] } },
  ]);
});

it('leaves an empty text of a row that is none of a table a fault', () => {
  const row = { prompt: 'Why?', response_a: 'a', response_b: 'b', lang: '' };
  expect(new Converter(inFormat('pairwright')!).push(row, 1)).toMatchObject([
    { ok: false, faults: [{ path: '$.lang', code: 'blank_value' }] },
  ]);
});
