import { readFile } from 'node:fs/promises';
import { refusalReason } from '@pairwright/contract/export-formats';
import type { Message } from '@pairwright/contract/shapes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainOptions } from '../format.ts';
import type { ExportRecord, RecordOpinion, RecordResponse } from '../record.ts';
import { recordFormats, type RecordFormatName } from '../registry.ts';
import { templateNames } from '../templates.ts';
import { RecordWriter } from '../writer.ts';
import { checkFile } from './check.ts';

const names = Object.keys(recordFormats) as RecordFormatName[];

const hostile = fc.constantFrom(
  '',
  ' \n',
  'plain 中文',
  '\n\nHuman: hi',
  'Assistant:',
  '\n\nAssistant: ',
  '<|im_end|>\n<|im_start|>user',
  '<|eot_id|>',
  '\ud83d cut',
  '"}],"x":[{"\\',
  '\u2028\u0000\ufeff',
  '2024-01-01',
);
const content = fc.oneof(hostile, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
const plain = (role: Message['role']) => fc.record<Message>({ role: fc.constant(role), content });
const odd: fc.Arbitrary<Message> = fc.oneof(
  fc.record<Message>({
    role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
    content: fc.option(content),
  }),
  fc.record<Message>({ role: fc.constant('user'), content, name: content }),
  fc.record<Message>({
    role: fc.constant('assistant'),
    content: fc.constant(null),
    tool_calls: fc.array(fc.jsonValue() as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 2 }),
  }),
);
/** Alternating turns mostly, with or without a system message; sometimes whatever. */
const tidyPrompt: fc.Arbitrary<Message[]> = fc
  .tuple(
    fc.array(plain('system'), { maxLength: 1 }),
    fc.array(fc.tuple(plain('user'), plain('assistant')), { maxLength: 2 }),
    plain('user'),
  )
  .map(([system, rounds, last]) => [...system, ...rounds.flat(), last]);
const wildPrompt = fc.oneof(
  { arbitrary: tidyPrompt, weight: 4 },
  { arbitrary: fc.array(odd, { maxLength: 4 }), weight: 1 },
);

const response = (ids: fc.Arbitrary<string>): fc.Arbitrary<RecordResponse> =>
  fc.record({
    id: ids,
    model: fc.option(fc.constantFrom('m1', '模型'), { freq: 8 }),
    messages: fc.oneof(
      { arbitrary: fc.tuple(plain('assistant')), weight: 5 },
      { arbitrary: fc.array(odd, { maxLength: 3 }), weight: 1 },
    ),
  });
const opinion: fc.Arbitrary<RecordOpinion> = fc.oneof(
  fc.record<RecordOpinion>({
    annotator: fc.option(fc.constant('annotator-1')),
    outcome: fc.constant('preference'),
    strength: fc.constantFrom(-3, -0.75, 1.5),
    rationale: fc.option(content),
  }),
  fc.record<RecordOpinion>({
    annotator: fc.constant('annotator-2'),
    outcome: fc.constantFrom('tie', 'both_bad', 'cannot_judge'),
    strength: fc.constant(null),
    rationale: fc.constant(null),
  }),
);

function head(prompt: fc.Arbitrary<Message[]>) {
  return {
    id: fc.uuid(),
    comparisonId: fc.uuid(),
    source: fc.constantFrom('pair' as const, 'ranking' as const),
    split: fc.constant('train'),
    language: fc.option(fc.constant('zh')),
    prompt,
    judgeTurn: fc.option(fc.constantFrom(0, 2)),
    votes: fc.constant(3),
    agreement: fc.constant(1),
    weight: fc.constantFrom(1, 1, 1, 0.5),
  };
}

function record(prompt: fc.Arbitrary<Message[]>): fc.Arbitrary<ExportRecord> {
  const [one, other] = [response(fc.constantFrom('1', '2')), response(fc.constantFrom('1', '2'))];
  const opinions = fc.array(opinion, { maxLength: 3 });
  return fc.oneof(
    fc.record({
      ...head(prompt),
      kind: fc.constant('preference' as const),
      chosen: one,
      rejected: other,
      margin: fc.option(fc.constantFrom(0, 1, 1.5, 1e-7)),
      opinions,
    }),
    fc.record({
      ...head(prompt),
      kind: fc.constantFrom('tie' as const, 'both_bad' as const),
      first: one,
      second: other,
      opinions,
    }),
    fc.record({ ...head(prompt), kind: fc.constant('label' as const), response: one, good: fc.boolean() }),
    fc.record({
      ...head(prompt),
      kind: fc.constant('steps' as const),
      response: one,
      steps: fc.array(
        fc.record({
          text: content,
          label: fc.constantFrom('right' as const, 'wrong' as const, 'neutral' as const),
        }),
        { maxLength: 3 },
      ),
    }),
    fc.record({
      ...head(prompt),
      kind: fc.constant('ratings' as const),
      response: one,
      ratings: fc.array(
        fc.record({
          key: fc.constantFrom('helpfulness', 'verbosity', 'safety'),
          mean: fc.constantFrom(0, 1 / 3, 4),
          lowest: fc.constant(0),
          highest: fc.constant(4),
        }),
        { maxLength: 3 },
      ),
    }),
  );
}

describe.each(names)('%s', (name) => {
  const format = recordFormats[name];
  // These two hold whatever messages there are; a version has none whose prompt does not end as it must.
  const anyMessages = name === 'trl-implicit' || name === 'trl-explicit';

  it('writes nothing that its reader does not keep, and refuses with a reason', () => {
    fc.assert(
      fc.property(
        fc.array(record(anyMessages ? tidyPrompt : wildPrompt), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.constantFrom(null, ...templateNames.filter((template) => format.templates.includes(template))),
        (records, margin, template) => {
          const writer = new RecordWriter(format, { ...plainOptions, margin, template });
          const text = records.map((one) => writer.add(one)).join('') + writer.end();
          const { rows, written, refused, lines } = writer.counts;
          expect(written + Object.values(refused).reduce((sum, n) => sum + n, 0)).toBe(rows);
          for (const reason of Object.keys(refused)) expect(refusalReason.options).toContain(reason);
          const check = checkFile(name, text);
          if (lines === 0) {
            expect(check.refused).toBe('the file holds no row');
            return;
          }
          expect(check.refused).toBeNull();
          expect(check.rows).toHaveLength(lines);
          const bad = check.rows.filter(({ fate }) => fate !== 'kept');
          if (anyMessages) expect(bad.every(({ why }) => messagesAsTheyAre.includes(why ?? ''))).toBe(true);
          else expect(bad).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** What is in the messages of a version is in the TRL formats, also what TRL makes little of. */
const messagesAsTheyAre = ['a message without text is read as an empty one', 'there is no message'];

/** Columns in which null is a value. */
const mayBeNull = ['judge', 'language'];

describe.each(names)('the rules of %s', (name) => {
  it('notice a value that is gone, null or of another type', async () => {
    const format = recordFormats[name];
    const text = await readFile(
      new URL(`../../../golden/${name}/${format.fileName('train')}`, import.meta.url),
      'utf8',
    );
    const rows = (
      format.shape === 'list'
        ? JSON.parse(text)
        : text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as unknown)
    ) as Record<string, unknown>[];
    const again = (row: Record<string, unknown>) => {
      const changed = [row, ...rows.slice(1)];
      return checkFile(
        name,
        format.shape === 'list'
          ? JSON.stringify(changed)
          : changed.map((one) => JSON.stringify(one)).join('\n'),
      );
    };
    const [first] = rows as [Record<string, unknown>];
    expect(again(first).rows[0]?.fate).toBe('kept');
    const own = format.columns({ ...plainOptions, margin: format.margin }).map((column) => column.name);
    for (const key of own.filter((key) => !['id', 'comparison_id', 'source'].includes(key))) {
      const { [key]: value, ...without } = first;
      expect(again(without).rows[0]?.fate, `${key} gone`).not.toBe('kept');
      if (!mayBeNull.includes(key))
        expect(again({ ...first, [key]: null }).rows[0]?.fate, `${key} null`).not.toBe('kept');
      expect(again({ ...first, [key]: { no: value } }).rows[0]?.fate, `${key} an object`).not.toBe('kept');
    }
    if (!format.beside)
      expect(again({ ...first, task_name: 'x' }).rows[0]?.fate).toBe(name === 'arena' ? 'kept' : 'error');
  });

  it('notice a file that is cut, told twice or not well-formed', () => {
    const line = JSON.stringify({ prompt: 'x' });
    const list = recordFormats[name].shape === 'list';
    const asFile = (text: string) => checkFile(name, list ? `[${text}]` : text).refused;
    expect(asFile(line.slice(0, -2))).toContain('not JSON');
    expect(asFile('{"a":1,"a":2}')).toContain('two keys');
    expect(asFile('{"a":"\\ud83d"}')).toBe('half a surrogate pair');
    expect(asFile('5')).toBe('a row is no object');
  });
});

describe('the loader', () => {
  it('names the columns that are not of one type', () => {
    const check = checkFile(
      'text-triple',
      '{"prompt":"a","chosen":"b","rejected":1}\n{"prompt":"a","chosen":"b","rejected":"c"}\n',
    );
    expect(check.mixed).toEqual(['rejected']);
    expect(check.rows.map(({ fate }) => fate)).toEqual(['error', 'kept']);
  });

  it('tells what is passed over from what stops it and what goes unnoticed', () => {
    const row = {
      messages: [
        { role: 'user', content: 'q' },
        { role: 'assistant', content: 'a' },
      ],
      rejected_response: 'b',
    };
    const of = (change: object) => checkFile('swift-rlhf', JSON.stringify({ ...row, ...change })).rows[0];
    expect(of({})).toEqual({ fate: 'kept', why: null });
    expect(of({ rejected_response: 'a' })).toEqual({ fate: 'dropped', why: 'both answers are the same' });
    expect(of({ rejected_response: 3 })?.fate).toBe('error');
    expect(
      checkFile(
        'llamafactory-kto',
        JSON.stringify({
          conversations: [
            { from: 'human', value: 'q' },
            { from: 'gpt', value: '' },
          ],
          kto_tag: true,
          system: '',
        }),
      ).rows[0],
    ).toEqual({
      fate: 'silent',
      why: 'an empty answer is taken for the other label',
    });
  });

  it('finds a margin that some rows lack', () => {
    const line = (margin?: number) =>
      JSON.stringify({
        prompt: 'p',
        chosen: 'c',
        rejected: 'r',
        ...(margin === undefined ? {} : { margin }),
      });
    const check = checkFile('text-triple', [line(1), line()].join('\n'));
    expect(check.rows.map(({ fate }) => fate)).toEqual(['kept', 'error']);
  });
});
