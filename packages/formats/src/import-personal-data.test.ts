import { expect, test } from 'vitest';
import { personalDataOf, treatPersonalData } from './import-personal-data.ts';
import type { ImportRow } from './import-types.ts';

const mail = 'ask anna@example.org';
const row: ImportRow = {
  prompt: [{ role: 'user', content: 'Who?' }],
  responses: [
    { model: 'a', messages: [{ role: 'assistant', content: 'She' }], metadata: { note: [mail, 7] } },
    { model: 'anna@example.org', messages: [{ role: 'assistant', content: 'He, on 13812345678' }] },
  ],
  readyPair: true,
  metadata: { from: { 'key@example.org': mail, at: null }, score: 1.5 },
  gold: { answer: 'a', explanation: { en: mail, 'zh-CN': mail }, exam: false },
  votes: [
    { annotator: 'anna@example.org', kind: 'human', outcome: 'a' },
    {
      annotator: 'b',
      kind: 'human',
      outcome: 'b',
      rationale: mail,
      rewrite: { parent: 0, content: mail },
      spans: [
        { response: 1, message: 0, start: 0, end: 2, quote: 'He', label: 'wrong', note: mail },
        { response: 1, message: 0, start: 7, end: 18, quote: '13812345678', label: 'wrong', note: null },
      ],
      metadata: { said: mail },
    },
  ],
};

test('every text of a row is looked at, and named by where it stands', () => {
  expect([...personalDataOf(row)]).toEqual([
    ['$.responses[0]', ['email']],
    ['$.responses[1]', ['phone']],
    ['$.metadata', ['email']],
    ['$.gold.explanation', ['email']],
    ['$.votes[1]', ['email', 'phone']],
  ]);
  expect(treatPersonalData(row, 'refuse')).toEqual({
    ok: false,
    faults: [...personalDataOf(row)].map(([path, kinds]) => ({
      path,
      value: kinds.join(', '),
      code: 'personal_data',
    })),
  });
});

test('masked, nothing of it is left but names: of models, annotators and keys', () => {
  const treated = treatPersonalData(row, 'mask');
  expect(treated).toMatchObject({ ok: true, masked: true });
  const masked = (treated as { row: ImportRow }).row;
  expect(personalDataOf(masked)).toEqual(new Map());
  expect(masked.metadata).toEqual({ from: { 'key@example.org': 'ask [EMAIL]', at: null }, score: 1.5 });
  expect(masked.responses[0]?.metadata).toEqual({ note: ['ask [EMAIL]', 7] });
  expect(masked.responses[1]?.model).toBe('anna@example.org');
  expect(masked.votes?.[0]).toEqual(row.votes?.[0]);
  expect(masked.votes?.[1]).toMatchObject({
    rationale: 'ask [EMAIL]',
    rewrite: { parent: 0, content: 'ask [EMAIL]' },
    spans: [
      { quote: 'He', start: 0, end: 2, note: 'ask [EMAIL]' },
      { quote: '[PHONE]', start: 7, end: 14, note: null },
    ],
    metadata: { said: 'ask [EMAIL]' },
  });
});

test('what holds none stays the row it is', () => {
  const plain: ImportRow = { prompt: row.prompt, responses: [], readyPair: false };
  for (const policy of ['keep', 'mask', 'refuse'] as const)
    expect(treatPersonalData(plain, policy)).toEqual({ ok: true, row: plain, masked: false });
  expect(treatPersonalData(row, 'keep')).toEqual({ ok: true, row, masked: false });
});
