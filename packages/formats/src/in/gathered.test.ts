import { describe, expect, it } from 'vitest';
import { zipOf } from '../containers/archives.fixture.ts';
import { bytesSource } from '../containers/source.ts';
import { Conversion, type Refusal } from '../convert/conversion.ts';
import { targetOf } from '../convert/target.ts';
import { Converter, type Outcome } from './convert.ts';
import { detect } from './detect.ts';
import { inFormat } from './registry.ts';

const output = (generator: string, instruction: string, more: object = {}) => ({
  dataset: 'helpful_base',
  instruction,
  output: `${generator} on ${instruction}`,
  generator,
  ...more,
});
const format = inFormat('alpaca-eval')!;

function convert(rows: readonly object[], fewestResponses: 1 | 2): Outcome[] {
  const converter = new Converter(format, { fewestResponses });
  return [...rows.flatMap((row, index) => converter.push(row, index + 1)), ...converter.finish()];
}

const told = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) =>
    outcome.ok
      ? [outcome.row.prompt[0]!.content, ...outcome.row.responses.map(({ model }) => model)]
      : [outcome.line, outcome.faults[0]!.code, outcome.faults[0]!.path, outcome.faults[0]!.value],
  );

describe('outputs of several models', () => {
  const rows = [
    output('gpt', 'One?'),
    output('gpt', 'Two?'),
    output('gpt', 'Three?'),
    // In another order, as nothing says that the files have the same.
    output('qwen', 'Three?'),
    output('qwen', 'Four?'),
    output('qwen', 'One?'),
  ];

  it('to the same instruction are one row, and what only one answered is named', () => {
    expect(detect(rows)).toMatchObject({ format: 'alpaca-eval' });
    expect(told(convert(rows, 2))).toEqual([
      ['One?', 'gpt', 'qwen'],
      [2, 'no_other_output', '$.instruction', '"gpt: Two?"'],
      ['Three?', 'gpt', 'qwen'],
      [5, 'no_other_output', '$.instruction', '"qwen: Four?"'],
    ]);
  });

  it('stand alone where single answers are judged', () => {
    expect(told(convert(rows, 1))).toEqual([
      ['One?', 'gpt', 'qwen'],
      ['Two?', 'gpt'],
      ['Three?', 'gpt', 'qwen'],
      ['Four?', 'qwen'],
    ]);
  });

  it('keep what stood beside each', () => {
    const [made] = convert([output('gpt', 'One?', { seed: 1 }), output('qwen', 'One?', { seed: 2 })], 2);
    expect(made).toMatchObject({
      ok: true,
      joined: 1,
      row: {
        source: 'helpful_base',
        readyPair: false,
        responses: [{ metadata: { seed: 1 } }, { metadata: { seed: 2 } }],
      },
    });
    const [alike] = convert(
      [output('gpt', 'One?', { split: 'eval' }), output('qwen', 'One?', { split: 'eval' })],
      2,
    );
    expect(alike).toMatchObject({ ok: true, row: { metadata: { split: 'eval' } } });
  });

  it('that are too much to hold are refused, and nothing that was read before', () => {
    const large = 'x'.repeat(1024 * 1024 - 400);
    const many = Array.from({ length: 130 }, (_, n) => output('gpt', `Q${n}`, { output: large }));
    const made = convert(many, 1);
    expect(made.filter(({ ok }) => !ok).map((one) => !one.ok && one.faults[0]!.code)).toEqual([
      'too_many_to_gather',
      'too_many_to_gather',
    ]);
    expect(made.filter(({ ok }) => ok)).toHaveLength(128);
  });

  it('stand in files of their own, of a folder or of an archive', async () => {
    const list = (of: string) =>
      new TextEncoder().encode(JSON.stringify(rows.filter(({ generator }) => generator === of)));
    const sources = [bytesSource('gpt.json', list('gpt')), bytesSource('qwen.json', list('qwen'))];
    const archive = zipOf([
      { name: 'gpt.json', bytes: list('gpt') },
      { name: 'qwen.json', bytes: list('qwen') },
    ]);
    for (const given of [sources, [bytesSource('outputs.zip', archive)]]) {
      const refusals: Refusal[] = [];
      let text = '';
      const to = targetOf({ to: 'pairwright' });
      if ('wrong' in to) throw new Error(to.wrong);
      const conversion = new Conversion(
        { from: format, to },
        {
          write: (bytes) => void (text += new TextDecoder().decode(bytes)),
          refuse: (refusal) => void refusals.push(refusal),
        },
      );
      const counts = await conversion.run(given);
      expect(counts).toMatchObject({ read: 6, written: 4, joined: 2 });
      expect(
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      ).toMatchObject([
        { responses: [{ model: 'gpt' }, { model: 'qwen' }] },
        { responses: [{ model: 'gpt' }] },
        { responses: [{ model: 'gpt' }, { model: 'qwen' }] },
        { responses: [{ model: 'qwen' }] },
      ]);
      expect(refusals).toEqual([]);
    }
  });
});
