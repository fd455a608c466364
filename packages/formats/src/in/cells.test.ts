import { expect, it } from 'vitest';
import { Converter } from './convert.ts';
import { detect } from './detect.ts';
import type { ForeignRow } from './format.ts';
import { inFormat } from './registry.ts';
import { type ShapeRow, shapeRows } from './shapes.fixture.ts';

const cellOf = (value: unknown): string => (value === null ? '' : JSON.stringify(value));
/** A record of a table: everything is text, lists and objects are JSON. */
const asRecord = (row: ForeignRow): ForeignRow =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value : cellOf(value)]),
  );

function made(format: string, row: ForeignRow) {
  const converter = new Converter(inFormat(format)!);
  return [...converter.push(row, 1), ...converter.finish()].map((one) =>
    one.ok
      ? {
          prompt: one.row.prompt,
          responses: one.row.responses.map(({ messages }) => messages),
          votes: one.row.votes,
        }
      : { faults: one.faults.map(({ code }) => code) },
  );
}

/** Their objects are of several levels, or a list of texts is no sign of them: a table of them is not known, and says so. */
const inNoTable = new Set([
  'pairwright',
  'stepwise',
  'moss-rm',
  'tinker',
  'oasst',
  'openai-log',
  'openai-preference',
]);
const readable = ({ format, row }: ShapeRow): boolean =>
  !inNoTable.has(format) && Object.values(row).some((value) => typeof value !== 'string');

it.each(shapeRows.filter(readable).map((shape, index) => [`${index} ${shape.format}`, shape] as const))(
  'a record of a table is read as the row that it was: %s',
  (_name, { format, row }) => {
    const record = asRecord(row);
    expect(detect([record])).toMatchObject({ format });
    expect(made(format, record)).toEqual(made(format, row));
  },
);

const q = { role: 'user', content: 'Why?' };
const turn = (content: string) => ({ role: 'assistant', content });

it.each([
  [
    'conversations',
    'ultrafeedback-binarized',
    { prompt: 'Why?', chosen: [q, turn('a')], rejected: [q, turn('b')] },
  ],
  ['answers', 'trl-explicit', { prompt: [q], chosen: [turn('a')], rejected: [turn('b')] }],
  ['whole conversations', 'trl-implicit', { chosen: [q, turn('a')], rejected: [q, turn('b')] }],
  ['a labelled answer', 'kto', { prompt: [q], completion: [turn('a')], label: true }],
  ['a list instead of a text', 'swift-rlhf', { messages: [q, turn('a')], rejected_response: [turn('b')] }],
  ['lists of one', 'axolotl-dpo', { messages: [q], chosen: [turn('a')], rejected: [turn('b')] }],
])('takes no JSON of %s for words', (_what, format, row) => {
  const record = asRecord(row);
  expect(detect([record])).toMatchObject({ format });
  const [one] = made(format, record);
  expect(one).toEqual(made(format, row)[0]);
  expect(one).toMatchObject({ prompt: [q] });
  expect(one!.responses!.map(([first]) => first!.content)).toEqual(format === 'kto' ? ['a'] : ['a', 'b']);
});

it('leaves answers in words that are JSON alone', () => {
  const row = { prompt: 'Write JSON.', chosen: '{"a": 1}', rejected: '[1, 2]' };
  expect(detect([row])).toMatchObject({ format: 'text-triple' });
  expect(made('text-triple', row)[0]!.responses).toEqual([[turn('{"a": 1}')], [turn('[1, 2]')]]);
});

const panda = {
  instruction: 'q',
  input: '',
  response1: 'a',
  response2: 'b',
  annotator1: '1.0',
  annotator2: '0',
  annotator3: '',
};
const bench = (given: object) => ({
  question_id: '81',
  model_a: 'x',
  model_b: 'y',
  winner: 'model_a',
  judge: '["gpt-4","pair-v2"]',
  conversation_a: JSON.stringify([q, turn('a1'), q, turn('a2')]),
  conversation_b: JSON.stringify([q, turn('b1'), q, turn('b2')]),
  turn: '1',
  ...given,
});

it('reads votes that a table holds as text', () => {
  expect(made('pandalm', panda)[0]!.votes).toMatchObject([{ outcome: 'a' }, { outcome: 'tie' }]);
  const judged = made('mt-bench', bench({}))[0]!;
  expect(judged.votes).toMatchObject([{ annotator: 'gpt-4 pair-v2', kind: 'model', outcome: 'a' }]);
  // The first answers alone.
  expect(judged.responses).toEqual([[turn('a1')], [turn('b1')]]);
  // Not as text in the cells alone.
  expect(made('mt-bench', bench({ turn: 1 }))[0]!.responses).toEqual([[turn('a1')], [turn('b1')]]);
});

it('makes no rating of an empty one', () => {
  const answer = (Rating: unknown) => ({
    model: 'm',
    response: `${String(Rating)}.`,
    annotations: { honesty: { Rating } },
  });
  const row = { instruction: 'q', models: ['m', 'm'], completions: ['5', '', ' ', null, true].map(answer) };
  expect(made('ultrafeedback', row)[0]!.votes).toMatchObject([
    { ratings: [{ key: 'honesty', response: 0, value: 5 }] },
  ]);
});
