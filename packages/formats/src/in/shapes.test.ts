import { describe, expect, it } from 'vitest';
import type { Message } from '@pairwright/contract/shapes';
import { readImportRow } from '../import-row.ts';
import { Converter } from './convert.ts';
import { detect } from './detect.ts';
import { inFormat, inFormats } from './registry.ts';
import { shapeRows } from './shapes.fixture.ts';

const short = ({ role, content }: Message) => `${role}: ${content}`;

describe('rows of every shape', () => {
  it.each(shapeRows.map((shape, index) => [`${index} ${shape.format}`, shape] as const))(
    '%s',
    (_name, shape) => {
      expect(detect([shape.row])).toMatchObject({ format: shape.format });
      const converter = new Converter(inFormat(shape.format)!);
      const made = [...converter.push(shape.row, 3), ...converter.finish()];
      expect(made).toEqual([expect.objectContaining({ ok: true, line: 3 })]);
      const [one] = made;
      if (!one?.ok) throw new Error('refused');
      expect(one.row.prompt.map(short)).toEqual(shape.prompt);
      expect(one.row.responses.map(({ messages }) => messages.map(short).join(' | '))).toEqual(shape.answers);
      if (shape.vote === null) expect(one.row.votes).toBeUndefined();
      else expect(one.row.votes![0]).toMatchObject(shape.vote);
      // What is written is a row of ours.
      expect(readImportRow(one.text, 1, { messageBytes: 1 << 20, fewestResponses: 1 })).toMatchObject({
        ok: true,
      });
    },
  );

  it('are told for every format, which has one name and other names that are its own', () => {
    const seen = new Set(shapeRows.map(({ format }) => format));
    const untested = inFormats.map(({ name }) => name).filter((name) => !seen.has(name));
    expect(untested).toEqual(['votes', 'strings-without-prompt', 'nemo-aligner-rm']);
    const names = inFormats.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
    for (const [short, name] of [
      ['hh', 'hh-strings'],
      ['hh-rlhf', 'hh-strings'],
      ['sharegpt', 'llamafactory-sharegpt'],
      ['alpaca', 'llamafactory-alpaca'],
      ['trl', 'trl-implicit'],
      ['swift', 'swift-rlhf'],
      ['moss', 'moss-rm'],
      ['oasst2', 'oasst'],
      ['alpacaeval', 'alpaca-eval'],
      ['lmarena-140k', 'arena-140k'],
    ] as const)
      expect(inFormat(short)?.name, short).toBe(name);
    expect(inFormat('openrlhf')?.name).toBe('text-triple');
    expect(inFormat('nothing')).toBeNull();
  });

  it('with several answers on each side are no lists of turns', () => {
    const row = { id: '1', prompt: 'q', chosen: ['a'], rejected: ['b', 'c', 'd'], num_correct: 1 };
    expect(detect([row])).toMatchObject({ format: null, reason: { code: 'unknown' } });
  });

  it('of two formats are not decided, but for a few strays among many', () => {
    const own = shapeRows.find(({ format }) => format === 'pairwright')!.row;
    const other = shapeRows.find(({ format }) => format === 'mt-bench')!.row;
    const rows = (strays: number) => [
      ...Array.from({ length: 40 - strays }, () => own),
      ...Array.from({ length: strays }, () => other),
    ];
    expect(detect(rows(1)).format).toBe('pairwright');
    expect(detect(rows(10))).toMatchObject({
      format: null,
      reason: { code: 'mixed' },
    });
  });

  it('keep every column: what becomes nothing else is in the metadata', () => {
    const source = { prompt: 'q', chosen: 'a', rejected: 'b', margin: 2, extra: { deep: [1] }, none: null };
    const [made] = new Converter(inFormat('text-triple')!).push(source, 1);
    expect(made).toMatchObject({ ok: true, row: { metadata: { margin: 2, extra: { deep: [1] } } } });
  });

  it('keep every individual score of HelpSteer3 as one vote, and the overall one beside them', () => {
    const { row } = shapeRows.find(({ format }) => format === 'helpsteer3')!;
    const [made] = new Converter(inFormat('helpsteer3')!).push(row, 1);
    expect(made).toMatchObject({ ok: true, row: { metadata: { overall_preference: -2 } } });
    if (made?.ok) expect(made.row.votes!.map(({ strength }) => strength)).toEqual([-3, 1]);
  });

  it('put rated answers to the same prompt together', () => {
    const { row } = shapeRows.find(({ format }) => format === 'helpsteer2')!;
    const converter = new Converter(inFormat('helpsteer2')!);
    const made = [
      ...converter.push(row, 1),
      ...converter.push({ ...row, response: 'Other.', helpfulness: 1 }, 2),
      ...converter.push({ ...row, prompt: 'Else?' }, 3),
      ...converter.finish(),
    ];
    expect(
      made.map((one) => (one.ok ? [one.line, one.row.responses.length, one.row.readyPair] : null)),
    ).toEqual([
      [2, 2, true],
      [3, 1, false],
    ]);
    const votes = made[0]?.ok ? made[0].row.votes! : [];
    expect(votes).toHaveLength(1);
    expect(votes[0]!.of).toBeUndefined();
    expect(votes[0]!.ratings).toEqual(
      expect.arrayContaining([
        { key: 'helpfulness', response: 0, value: row['helpfulness'] },
        { key: 'helpfulness', response: 1, value: 1 },
      ]),
    );
  });

  it('put the votes of one comparison together', () => {
    const { row } = shapeRows.find(({ format }) => format === 'mt-bench')!;
    const converter = new Converter(inFormat('mt-bench')!);
    const made = [
      ...converter.push({ ...row, judge: 'expert_1', winner: 'model_a' }, 1),
      ...converter.push({ ...row, judge: 'expert_2', winner: 'model_b' }, 2),
      ...converter.finish(),
    ];
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      row: {
        externalId: '81',
        judgeTurn: 0,
        votes: [{ annotator: 'expert_1', outcome: 'a', kind: 'human' }, { outcome: 'b' }],
      },
    });
  });
});
