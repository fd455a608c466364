import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRow } from './generate.ts';
import { importFaultCatalogue, importFaultCodes } from './import-faults.ts';
import { NoteCounter } from './import-notes.ts';
import { readImportRow } from './import-row.ts';

const base = {
  messages: [{ role: 'user', content: 'Hi' }],
  responses: [
    { model: 'm1', content: 'Hello' },
    { model: 'm2', content: 'Hey' },
  ],
};
const read = (row: unknown) => readImportRow(typeof row === 'string' ? row : JSON.stringify(row), 7);

function faults(row: unknown): [path: string, code: string, value: string][] {
  const result = read(row);
  return result.ok ? [] : result.faults.map(({ path, code, value }) => [path, code, value]);
}

describe('a known answer', () => {
  const of = (gold: unknown) => {
    const result = read({ ...base, gold });
    return result.ok ? result.row.gold : result.faults.map(({ path, code }) => [path, code]);
  };

  it('is a word, or an answer with an explanation and an exam mark', () => {
    expect(of('a')).toEqual({ answer: 'a', explanation: null, exam: false });
    expect(of('both_bad')).toEqual({ answer: { outcome: 'both_bad' }, explanation: null, exam: false });
    expect(of({ answer: 'tie', explanation: ' Why. ', exam: true })).toEqual({
      answer: { outcome: 'tie' },
      explanation: { en: ' Why. ', 'zh-CN': ' Why. ' },
      exam: true,
    });
    expect(
      of({ answer: { outcome: 'ranking', ranks: [1, null] }, explanation: { en: 'x', 'zh-CN': '一' } }),
    ).toEqual({
      answer: { outcome: 'ranking', ranks: [1, null] },
      explanation: { en: 'x', 'zh-CN': '一' },
      exam: false,
    });
    expect(of(null)).toBeUndefined();
    expect(of('b')).toMatchObject({ answer: 'b' });
  });

  it.each([
    ['another word', 'left', [['$.gold', 'gold_shape']]],
    ['no word', 1, [['$.gold', 'gold_shape']]],
    ['no answer', {}, [['$.gold.answer', 'gold_shape']]],
    ['another outcome', { answer: { outcome: 'win' } }, [['$.gold.answer', 'gold_shape']]],
    ['a strange key', { answer: 'a', why: 'x' }, [['$.gold.why', 'gold_shape']]],
    ['one language', { answer: 'a', explanation: { en: 'x' } }, [['$.gold.explanation', 'wrong_type']]],
    ['a blank text', { answer: 'a', explanation: ' ' }, [['$.gold.explanation', 'blank_value']]],
    ['a word for the exam', { answer: 'a', exam: 'yes' }, [['$.gold.exam', 'wrong_type']]],
  ])('with %s is a fault', (_what, gold, expected) => {
    expect(of(gold)).toEqual(expected);
  });

  it('never stands in the metadata', () => {
    const result = read({ ...base, gold: 'a', other: 1 });
    expect(result.ok && result.row.metadata).toEqual({ other: 1 });
  });
});

describe('a row of shape A', () => {
  it('comes out as it stands in the file', () => {
    const row = {
      prompt_id: 'p-1',
      lang: 'zh',
      category: 'c',
      source: 's',
      messages: [
        { role: 'system', content: '' },
        { role: 'user', content: ' 你好 \r\n\u2028e\u0301' },
      ],
      responses: [
        { model: 'm1', content: '' },
        {
          model: 'm2',
          messages: [
            { role: 'assistant', content: 'a' },
            { role: 'user', content: 'b' },
            { role: 'assistant', content: 'c' },
          ],
        },
      ],
      reference: ['r'],
      metadata: { k: 1.5 },
    };
    expect(read(row)).toEqual({
      ok: true,
      notes: { emptyResponses: 1, extraKeys: [], unnamedModels: 0, joinedTexts: 0 },
      row: {
        externalId: 'p-1',
        language: 'zh',
        category: 'c',
        source: 's',
        prompt: row.messages,
        responses: [
          { model: 'm1', messages: [{ role: 'assistant', content: '' }] },
          { model: 'm2', messages: row.responses[1]!.messages },
        ],
        metadata: { k: 1.5, reference: ['r'] },
        readyPair: false,
      },
    });
  });

  it('keeps unknown keys in the metadata, untouched', () => {
    const result = read({
      ...base,
      constructor: { deep: [1, null] },
      responses: [{ ...base.responses[0], temperature: 0.7 }, base.responses[1]],
    });
    expect(result).toMatchObject({
      ok: true,
      row: {
        metadata: { constructor: { deep: [1, null] } },
        responses: [{ metadata: { temperature: 0.7 } }, {}],
      },
      notes: { extraKeys: ['constructor'] },
    });
  });

  it('takes whole numbers as ids and makes a pair of a pair_id', () => {
    expect(read({ ...base, prompt_id: 12, pair_id: 'x' })).toMatchObject({
      ok: true,
      row: { externalId: '12', pairId: 'x', readyPair: true },
    });
    expect(
      faults('{"prompt_id":9007199254740993,"messages":[{"role":"user","content":"a"}],"responses":[]}'),
    ).toEqual([
      ['$.prompt_id', 'unsafe_number', '9007199254740992'],
      ['$.responses', 'response_count', '(list of 0)'],
    ]);
    expect(
      faults({ ...base, pair_id: 'x', responses: [...base.responses, { model: 'm3', content: 'x' }] }),
    ).toEqual([['$.responses', 'pair_count', '(list of 3)']]);
  });

  it('holds tool turns', () => {
    const calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    const prompt = [
      { role: 'user', content: 'x' },
      { tool_calls: calls, content: null, role: 'assistant' },
      { role: 'tool', tool_call_id: 'c1', content: '1' },
    ];
    const result = read({ ...base, messages: prompt });
    expect(result).toMatchObject({ ok: true, row: { prompt } });
    if (result.ok) expect(Object.keys(result.row.prompt[1]!)).toEqual(['role', 'content', 'tool_calls']);
  });

  it('reports every fault with path, value, rule and fix', () => {
    expect(
      faults({
        messages: [
          { role: 'human', content: 'x' },
          { role: 'assistant', content: null },
        ],
        responses: [
          { content: 'no model' },
          { model: ' ', content: 5 },
          { model: 'm', content: 'x', messages: [] },
          'text',
        ],
        lang: 3,
      }),
    ).toEqual([
      ['$.messages[0].role', 'unknown_role', '"human"'],
      ['$.messages[1].content', 'content_missing', 'null'],
      ['$.responses[0].model', 'missing_model', '(missing)'],
      ['$.responses[1].model', 'blank_value', '" "'],
      ['$.responses[1].content', 'wrong_type', '5'],
      ['$.responses[2]', 'content_twice', '(object with "model", "content", "messages")'],
      ['$.responses[3]', 'wrong_type', '"text"'],
      ['$.lang', 'wrong_type', '3'],
    ]);
    const result = read({ ...base, responses: [] });
    expect(result).toMatchObject({
      ok: false,
      faults: [
        {
          line: 7,
          rule: importFaultCatalogue.response_count.rule,
          fix: importFaultCatalogue.response_count.fix,
        },
      ],
    });
  });

  it('stops at twenty faults', () => {
    expect(faults({ ...base, responses: Array.from({ length: 60 }, () => ({})) })).toHaveLength(20);
  });

  it.each([
    [
      {
        ...base,
        messages: [
          { role: 'user', content: 'q' },
          { role: 'assistant', content: 'a' },
        ],
      },
      '$.messages[1].role',
      'prompt_end',
    ],
    [
      {
        ...base,
        messages: [
          { role: 'user', content: 'q' },
          { role: 'system', content: 's' },
          { role: 'user', content: 'q' },
        ],
      },
      '$.messages[1].role',
      'system_not_first',
    ],
    [{ ...base, messages: [{ role: 'user', content: ' ' }] }, '$.messages[0].content', 'blank_value'],
    [{ ...base, messages: [] }, '$.messages', 'blank_value'],
    [{ responses: base.responses }, '$.messages', 'missing_field'],
    [{ messages: base.messages }, '$.responses', 'missing_field'],
    [
      { ...base, messages: [{ role: 'user', content: [{ type: 'audio', text: 'x' }] }] },
      '$.messages[0].content[0]',
      'unknown_part',
    ],
    [
      { ...base, messages: [{ role: 'user', content: 'x', weight: 1 }] },
      '$.messages[0].weight',
      'unknown_message_key',
    ],
    [
      {
        ...base,
        responses: [
          {
            model: 'a',
            messages: [
              { role: 'user', content: 'x' },
              { role: 'assistant', content: 'y' },
            ],
          },
          base.responses[0],
        ],
      },
      '$.responses[0].messages[0].role',
      'response_start',
    ],
    [
      {
        ...base,
        responses: [
          {
            model: 'a',
            messages: [
              { role: 'assistant', content: 'x' },
              { role: 'user', content: 'y' },
            ],
          },
          base.responses[0],
        ],
      },
      '$.responses[0].messages[1].role',
      'response_end',
    ],
    [{ ...base, category: 'x'.repeat(501) }, '$.category', 'value_too_long'],
    [{ ...base, metadata: [] }, '$.metadata', 'wrong_type'],
    [{ ...base, metadata: { extra: 1 }, extra: 2 }, '$.extra', 'metadata_conflict'],
    [{ ...base, response_a: 'x' }, '$', 'mixed_shape'],
    [{ chosen: 'x', rejected: 'y' }, '$', 'preference_file'],
    [{ prompt: 'p', chosen: 'x', rejected: 'y' }, '$', 'preference_file'],
    [{ conversations: [] }, '$', 'unknown_shape'],
    [[base], '$', 'not_an_object'],
    ['"text"', '$', 'not_an_object'],
    ['[', '$', 'not_json_lines'],
    ['  "prompt_id": "x",', '$', 'not_json_lines'],
    ['{"messages": [{"role": "user", "content": "cut', '$', 'truncated_json'],
    ['{"a": NaN}', '$', 'invalid_json'],
    ['{"a": 1e999}', '$.a', 'unsafe_number'],
  ])('%# refuses what breaks a rule', (row, path, code) => {
    expect(faults(row).map(([at, what]) => [at, what])).toContainEqual([path, code]);
  });
});

describe('what no row may hold', () => {
  const withText = (json: string) =>
    `{"messages":[{"role":"user","content":"q"}],"responses":[{"model":"a","content":${json}},{"model":"b","content":"x"}]}`;

  it('is NUL and half characters, wherever they hide', () => {
    expect(faults(withText(String.raw`"a\u0000b"`))).toEqual([
      ['$.responses[0].content', 'nul_character', String.raw`"a\u0000b"`],
    ]);
    expect(faults(withText(String.raw`"cut \ud83d"`))).toEqual([
      ['$.responses[0].content', 'lone_surrogate', String.raw`"cut \ud83d"`],
    ]);
    expect(faults(withText('"cut \ud83d"'))).toHaveLength(1);
    expect(read(withText(String.raw`"whole \ud83d\ude00 and \\u0000"`)).ok).toBe(true);
    expect(
      faults(String.raw`{"a\u0000":1,"messages":[{"role":"user","content":"q"}]}`).map(([, code]) => code),
    ).toContain('nul_character');
  });

  it('is a key twice, __proto__, or 33 levels', () => {
    expect(
      faults(
        '{"messages":[{"role":"user","content":"a","content":"b"}],"responses":[{"model":"a","content":"x"},{"model":"b","content":"y"}]}',
      ),
    ).toEqual([['$.messages[0].content', 'duplicate_key', 'content']]);
    expect(
      faults('{"__proto__":{"x":1},"messages":[{"role":"user","content":"a"}],"responses":[]}').map(
        ([path, code]) => [path, code],
      ),
    ).toContainEqual(['$.__proto__', 'forbidden_key']);
    const nested = (depth: number) =>
      `{"messages":[{"role":"user","content":"a"}],"responses":[{"model":"a","content":"x"},{"model":"b","content":"y"}],"metadata":{"d":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    expect(read(nested(30)).ok).toBe(true);
    expect(faults(nested(31)).map(([, code]) => code)).toEqual(['too_deep']);
    expect(faults(nested(100_000)).map(([, code]) => code)).toEqual(['too_deep']);
  });

  it('is a message over the limit in bytes', () => {
    const row = JSON.stringify({ ...base, messages: [{ role: 'user', content: '中'.repeat(10) }] });
    expect(readImportRow(row, 1, { messageBytes: 30, fewestResponses: 2 }).ok).toBe(true);
    expect(readImportRow(row, 1, { messageBytes: 29, fewestResponses: 2 })).toMatchObject({
      ok: false,
      faults: [
        { code: 'message_too_large', path: '$.messages[0].content', rule: 'a message has at most 29 bytes' },
      ],
    });
  });
});

describe('a row of shape B', () => {
  it('is a ready pair', () => {
    expect(
      read({
        prompt: 'q',
        response_a: 'x',
        response_b: [{ role: 'assistant', content: 'y' }],
        model_a: 'm1',
        pair_id: 4,
      }),
    ).toEqual({
      ok: true,
      notes: { emptyResponses: 0, extraKeys: [], unnamedModels: 1, joinedTexts: 0 },
      row: {
        pairId: '4',
        prompt: [{ role: 'user', content: 'q' }],
        readyPair: true,
        responses: [
          { model: 'm1', messages: [{ role: 'assistant', content: 'x' }] },
          { model: 'unnamed', messages: [{ role: 'assistant', content: 'y' }] },
        ],
      },
    });
  });

  it('needs both responses and a prompt', () => {
    expect(faults({ response_a: 'x' })).toEqual([
      ['$.prompt', 'missing_field', '(missing)'],
      ['$.response_b', 'missing_field', '(missing)'],
    ]);
  });
});

describe('all rows', () => {
  it('that are generated are valid and keep their texts', () => {
    for (let index = 0; index < 300; index++) {
      const row = generateRow(index, { seed: 3 });
      expect(generateRow(index, { seed: 3 })).toEqual(row);
      const result = read(row);
      expect(result).toMatchObject({ ok: true, notes: null, row: { prompt: row.messages } });
    }
  });

  it('of any JSON at all give a row or faults from the catalogue that the database can hold', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.constant(base.messages),
      fc.constant(base.responses),
      fc.string({ unit: 'binary' }),
    );
    const row = fc.record(
      { messages: part, responses: part, prompt: part, response_a: part, metadata: part, prompt_id: part },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(row, (value) => {
        const result = read(value);
        if (result.ok) return;
        expect(result.faults.length).toBeGreaterThan(0);
        for (const fault of result.faults) {
          expect(importFaultCodes).toContain(fault.code);
          expect(fault.value.length).toBeLessThanOrEqual(120);
          expect(/\p{Cs}|\0/u.test(fault.value + fault.path)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('share their notes, one per code', () => {
    const counter = new NoteCounter();
    for (const extra of [{ a: 1 }, { b: 1 }, {}]) {
      const result = read({ ...base, ...extra, responses: [{ model: 'm', content: '' }, base.responses[1]] });
      if (result.ok && result.notes !== null) counter.add(result.notes);
    }
    expect(counter.list().map(({ code, count }) => [code, count])).toEqual([
      ['empty_response', 3],
      ['extra_keys', 2],
    ]);
    expect(counter.list()[1]!.message).toContain('Keys: a, b.');
    const again = new NoteCounter();
    again.restore(counter.list());
    expect(again.list()).toEqual(counter.list());
  });
});

describe('marks', () => {
  const turns = (first: string) => ({
    model: first,
    messages: [
      { role: 'assistant', content: first },
      { role: 'user', content: 'and?' },
      { role: 'assistant', content: 'more' },
    ],
  });
  const row = { ...base, responses: [turns('a'), turns('b')] };

  it('names the turn that is judged and the kinds of sensitive content, each once', () => {
    expect(read({ ...row, judge_turn: 2, sensitive: ['other', 'sexual', 'other'] })).toMatchObject({
      ok: true,
      row: { judgeTurn: 2, sensitive: ['sexual', 'other'] },
      notes: null,
    });
    const none = read({ ...row, judge_turn: null, sensitive: [] });
    expect(none.ok && Object.keys(none.row)).not.toContain('judgeTurn');
    expect(none.ok && Object.keys(none.row)).not.toContain('sensitive');
  });

  it.each([[1], [3], [-1], [0.5], ['0'], [true], [{}], [1e15]])('refuses judge_turn %j', (value) => {
    expect(faults({ ...row, judge_turn: value }).map(([path, code]) => [path, code])).toEqual([
      ['$.judge_turn', 'judge_turn'],
    ]);
  });

  it('refuses a turn that only one of the responses has', () => {
    const responses = [row.responses[0], { model: 'b', content: 'short' }];
    expect(faults({ ...row, responses, judge_turn: 2 })).toEqual([['$.judge_turn', 'judge_turn', '2']]);
    expect(read({ ...row, responses, judge_turn: 0 }).ok).toBe(true);
  });

  it('names each word it does not know', () => {
    expect(faults({ ...row, sensitive: ['sexual', 'Sexual', 5] })).toEqual([
      ['$.sensitive[1]', 'unknown_category', '"Sexual"'],
      ['$.sensitive[2]', 'unknown_category', '5'],
    ]);
    expect(faults({ ...row, sensitive: 'sexual' })).toEqual([
      ['$.sensitive', 'unknown_category', '"sexual"'],
    ]);
  });
});

it('takes one response only where single answers are judged', () => {
  const text = JSON.stringify({ ...base, responses: [base.responses[0]] });
  const single = { messageBytes: 1000, fewestResponses: 1 } as const;
  expect(readImportRow(text, 1, single).ok).toBe(true);
  expect(readImportRow(text, 1)).toMatchObject({ ok: false, faults: [{ code: 'response_count' }] });
  expect(readImportRow(JSON.stringify({ ...base, responses: [] }), 1, single)).toMatchObject({
    faults: [{ code: 'response_count', rule: 'a row has 1 to 64 responses' }],
  });
});

describe('past votes of a row', () => {
  const pair = { prompt: 'q', response_a: 'a', response_b: 'b' };
  const vote = { annotator: 'p', kind: 'human' };

  it('are read, and are no metadata', () => {
    const votes = [
      { ...vote, strength: -2, rationale: 'r', created_at: '2026-01-02T03:04:05Z' },
      { annotator: null, kind: null, outcome: 'tie', safe: [true, null] },
      { ...vote, criteria: [{ key: 'helpful', outcome: 'b' }] },
    ];
    const result = readImportRow(JSON.stringify({ ...pair, votes }), 1);
    expect(result).toMatchObject({ ok: true, row: { votes } });
    expect(result).not.toHaveProperty('row.metadata');
  });

  it.each([
    ['a word', 'up', '$.votes'],
    ['nobody', [{ kind: 'human', outcome: 'a' }], '$.votes[0].annotator'],
    ['two answers in one', [{ ...vote, outcome: 'a', strength: 1 }], '$.votes[0]'],
    ['no answer', [{ ...vote }], '$.votes[0]'],
    ['a rank too few', [{ ...vote, ranks: [1] }], '$.votes[0]'],
    ['thumbs about two', [{ ...vote, thumbs: 'up' }], '$.votes[0]'],
    ['a response that is not there', [{ ...vote, thumbs: 'up', of: [2] }], '$.votes[0]'],
    ['a strength off the scale', [{ ...vote, strength: 4 }], '$.votes[0].strength'],
    ['a day for a time', [{ ...vote, outcome: 'a', created_at: '2026-01-02' }], '$.votes[0].created_at'],
    ['a strange key', [{ ...vote, outcome: 'a', weight: 1 }], '$.votes[0]'],
  ])('are refused with %s', (_name, votes, path) => {
    expect(readImportRow(JSON.stringify({ ...pair, votes }), 1)).toMatchObject({
      ok: false,
      faults: [{ code: 'votes_shape', path }],
    });
  });
});
