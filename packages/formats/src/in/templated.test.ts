import { describe, expect, it } from 'vitest';
import { Converter, type Outcome } from './convert.ts';
import { detect } from './detect.ts';
import { inFormat } from './registry.ts';

const chatml = (answer: string, question = 'Why?') =>
  `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>`;

function convert(format: string, rows: readonly unknown[]): Outcome[] {
  const converter = new Converter(inFormat(format)!);
  return [...rows.flatMap((row, index) => converter.push(row, index + 1)), ...converter.finish()];
}

/** Of each outcome its line, and its answers or what is wrong with it. */
const told = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) =>
    outcome.ok
      ? [outcome.line, ...outcome.row.responses.map(({ messages }) => messages[0]!.content)]
      : [outcome.line, ...outcome.faults.map(({ path, code }) => `${path} ${code}`)],
  );

describe('two lines of NeMo-Aligner', () => {
  const line = (answer: string, question?: string) => ({ text: chatml(answer, question) });

  it('that follow each other are a pair, the better first', () => {
    const rows = [line('Good'), line('Poor'), line('Yes'), line('No')];
    expect(detect(rows)).toMatchObject({ format: 'nemo-aligner-rm' });
    const made = convert('nemo-aligner-rm', rows);
    expect(told(made)).toEqual([
      [2, 'Good', 'Poor'],
      [4, 'Yes', 'No'],
    ]);
    expect(made[0]).toMatchObject({
      row: { readyPair: true, votes: [{ annotator: null, kind: null, outcome: 'a' }] },
    });
  });

  it('of other prompts are none: what is alone is refused, and the next ones are read', () => {
    const rows = [line('Good', 'Alone?'), line('Good'), line('Poor'), line('Good', 'At the end?')];
    expect(told(convert('nemo-aligner-rm', rows))).toEqual([
      [1, '$ no_partner'],
      [3, 'Good', 'Poor'],
      [4, '$ no_partner'],
    ]);
  });

  it('are parted by one that cannot be read: no answer is put beside another one than its own', () => {
    const rows = [line('Good'), { text: `${chatml('Poor')}<|im_start|>` }, line('Better'), line('Worse')];
    expect(told(convert('nemo-aligner-rm', rows))).toEqual([
      [1, '$ no_partner'],
      [2, '$.text templated'],
      [4, 'Better', 'Worse'],
    ]);
  });
});

describe('turns in a template', () => {
  const text = (value: string) => convert('nemo-aligner-regression', [{ text: value, label: label(1) }]);
  const label = (value: unknown) => [value, ...Array.from({ length: 8 }, () => -100)];

  it.each([
    ['ChatML', chatml('Because.')],
    [
      'the template of Llama 3',
      '<|start_header_id|>user<|end_header_id|>\n\nWhy?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nBecause.<|eot_id|>',
    ],
    ['transcripts', '\n\nHuman: Why?\n\nAssistant: Because.'],
  ])('of %s are messages again', (_name, value) => {
    expect(text(value)).toMatchObject([
      {
        ok: true,
        row: {
          prompt: [{ role: 'user', content: 'Why?' }],
          responses: [{ messages: [{ role: 'assistant', content: 'Because.' }] }],
          votes: [{ ratings: [{ key: 'quality', response: 0, value: 1 }] }],
        },
      },
    ]);
  });

  it.each([
    ['a turn that is never closed', '<|im_start|>user\nWhy?', 'a turn begins with the mark'],
    ['a mark inside a turn', chatml('a<|endoftext|>b'), 'a turn begins with the mark'],
    ['words between two turns', chatml('a').replace('<|im_end|>\n', '<|im_end|> so '), 'a turn begins'],
    [
      'no answer',
      '<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n',
      'the text ends with one answer',
    ],
    [
      'a question at the end',
      `${chatml('a')}\n<|im_start|>user\nWhy?<|im_end|>`,
      'the text ends with one answer',
    ],
  ])('are refused for %s', (_name, value, rule) => {
    expect(text(value)).toMatchObject([
      { ok: false, faults: [{ code: 'templated', path: '$.text', rule: expect.stringContaining(rule) }] },
    ]);
  });

  it('are refused where a DPO prompt does not end where its answers begin', () => {
    const row = {
      prompt: '<|im_start|>user\nWhy?<|im_end|>\n',
      chosen_response: 'a<|im_end|>',
      rejected_response: 'b<|im_end|>',
    };
    expect(convert('nemo-aligner-dpo', [row])).toMatchObject([
      { ok: false, faults: [{ code: 'templated', path: '$.prompt' }] },
    ]);
    const open = { ...row, prompt: `${row.prompt}<|im_start|>assistant\n` };
    expect(told(convert('nemo-aligner-dpo', [open]))).toEqual([[1, 'a', 'b']]);
    expect(convert('nemo-aligner-dpo', [{ ...open, rejected_response: 'b' }])).toMatchObject([
      { ok: false, faults: [{ code: 'templated', path: '$.rejected_response' }] },
    ]);
  });

  it.each([[[1, 2]], [label('4')], [label(null)]])('with the ratings %j are refused', (value) => {
    expect(convert('nemo-aligner-regression', [{ text: chatml('a'), label: value }])).toMatchObject([
      { ok: false, faults: [{ code: 'unknown_vote', path: '$.label' }] },
    ]);
  });
});
