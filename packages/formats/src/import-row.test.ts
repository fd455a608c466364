import { describe, expect, it } from 'vitest';
import { importFaultCatalogue } from './import-faults.ts';
import { readImportRow } from './import-row.ts';
import { faults, pairRow, read } from './import-row.fixture.ts';

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
      ...pairRow,
      constructor: { deep: [1, null] },
      responses: [{ ...pairRow.responses[0], temperature: 0.7 }, pairRow.responses[1]],
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

  it('names a number that loses digits as it is written', () => {
    const found = faults(
      '{"metadata":{"seeds":[1,-12345678901234567890],"big":1e999,"fine":0.5},"a b":9007199254740993}',
    );
    expect(found.filter(([, code]) => code === 'unsafe_number')).toEqual([
      ['$.metadata.seeds[1]', 'unsafe_number', '-12345678901234567890'],
      ['$.metadata.big', 'unsafe_number', '1e999'],
      ['$["a b"]', 'unsafe_number', '9007199254740993'],
    ]);
  });

  it('takes whole numbers as ids and makes a pair of a pair_id', () => {
    expect(read({ ...pairRow, prompt_id: 12, pair_id: 'x' })).toMatchObject({
      ok: true,
      row: { externalId: '12', pairId: 'x', readyPair: true },
    });
    expect(
      faults('{"prompt_id":9007199254740993,"messages":[{"role":"user","content":"a"}],"responses":[]}'),
    ).toEqual([
      ['$.prompt_id', 'unsafe_number', '9007199254740993'],
      ['$.responses', 'response_count', '(list of 0)'],
    ]);
    expect(
      faults({ ...pairRow, pair_id: 'x', responses: [...pairRow.responses, { model: 'm3', content: 'x' }] }),
    ).toEqual([['$.responses', 'pair_count', '(list of 3)']]);
  });

  it('holds tool turns', () => {
    const calls = [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }];
    const prompt = [
      { role: 'user', content: 'x' },
      { tool_calls: calls, content: null, role: 'assistant' },
      { role: 'tool', tool_call_id: 'c1', content: '1' },
    ];
    const result = read({ ...pairRow, messages: prompt });
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
    const result = read({ ...pairRow, responses: [] });
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
    expect(faults({ ...pairRow, responses: Array.from({ length: 60 }, () => ({})) })).toHaveLength(20);
  });

  it.each([
    [
      {
        ...pairRow,
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
        ...pairRow,
        messages: [
          { role: 'user', content: 'q' },
          { role: 'system', content: 's' },
          { role: 'user', content: 'q' },
        ],
      },
      '$.messages[1].role',
      'system_not_first',
    ],
    [{ ...pairRow, messages: [{ role: 'user', content: ' ' }] }, '$.messages[0].content', 'blank_value'],
    [{ ...pairRow, messages: [] }, '$.messages', 'blank_value'],
    [{ responses: pairRow.responses }, '$.messages', 'missing_field'],
    [{ messages: pairRow.messages }, '$.responses', 'missing_field'],
    [
      { ...pairRow, messages: [{ role: 'user', content: [{ type: 'audio', text: 'x' }] }] },
      '$.messages[0].content[0]',
      'unknown_part',
    ],
    [
      { ...pairRow, messages: [{ role: 'user', content: 'x', weight: 1 }] },
      '$.messages[0].weight',
      'unknown_message_key',
    ],
    [
      {
        ...pairRow,
        responses: [
          {
            model: 'a',
            messages: [
              { role: 'user', content: 'x' },
              { role: 'assistant', content: 'y' },
            ],
          },
          pairRow.responses[0],
        ],
      },
      '$.responses[0].messages[0].role',
      'response_start',
    ],
    [
      {
        ...pairRow,
        responses: [
          {
            model: 'a',
            messages: [
              { role: 'assistant', content: 'x' },
              { role: 'user', content: 'y' },
            ],
          },
          pairRow.responses[0],
        ],
      },
      '$.responses[0].messages[1].role',
      'response_end',
    ],
    [{ ...pairRow, category: 'x'.repeat(501) }, '$.category', 'value_too_long'],
    [{ ...pairRow, metadata: [] }, '$.metadata', 'wrong_type'],
    [{ ...pairRow, metadata: { extra: 1 }, extra: 2 }, '$.extra', 'metadata_conflict'],
    [{ ...pairRow, response_a: 'x' }, '$', 'mixed_shape'],
    [{ chosen: 'x', rejected: 'y' }, '$', 'preference_file'],
    [{ prompt: 'p', chosen: 'x', rejected: 'y' }, '$', 'preference_file'],
    [{ conversations: [] }, '$', 'unknown_shape'],
    [[pairRow], '$', 'not_an_object'],
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

it('takes one response only where single answers are judged', () => {
  const text = JSON.stringify({ ...pairRow, responses: [pairRow.responses[0]] });
  const single = { messageBytes: 1000, fewestResponses: 1 } as const;
  expect(readImportRow(text, 1, single).ok).toBe(true);
  expect(readImportRow(text, 1)).toMatchObject({ ok: false, faults: [{ code: 'response_count' }] });
  expect(readImportRow(JSON.stringify({ ...pairRow, responses: [] }), 1, single)).toMatchObject({
    faults: [{ code: 'response_count', rule: 'a row has 1 to 64 responses' }],
  });
});
