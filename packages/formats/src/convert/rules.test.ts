import { describe, expect, it } from 'vitest';
import { refusalReason } from '@pairwright/contract/export-formats';
import { convertBytes, linesOf, rowsOf } from './convert.fixture.ts';
import { reasonWords } from './reasons.ts';

const who = { annotator: null, kind: 'human' };
const pair = (votes: object[], more: object = {}) => ({
  pair_id: 'p',
  prompt: 'q',
  response_a: 'one',
  response_b: 'two',
  votes: votes.map((vote) => ({ ...who, ...vote })),
  ...more,
});
const convert = (row: object | object[], to: Parameters<typeof convertBytes>[2], from = 'pairwright') =>
  convertBytes(linesOf(...(Array.isArray(row) ? (row as object[]) : [row])), from, to);

describe('what votes come to', () => {
  it('most votes win; a tie is an answer of its own, and as many for each is none', async () => {
    const won = await convert(pair([{ outcome: 'b' }, { strength: 2 }, { outcome: 'tie' }]), 'text-triple');
    expect(rowsOf(won.text)).toMatchObject([{ id: 'p', chosen: 'two', rejected: 'one' }]);
    const tied = pair([{ outcome: 'tie' }, { outcome: 'tie' }, { outcome: 'a' }]);
    expect((await convert(tied, 'text-triple')).counts.reasons).toEqual(new Map([['tie', 1]]));
    expect(rowsOf((await convert(tied, 'tinker')).text)).toMatchObject([{ label: 'Tie' }]);
    for (const [votes, reason] of [
      [[{ outcome: 'a' }, { outcome: 'b' }], 'no_majority'],
      [[{ outcome: 'cannot_judge' }], 'cannot_judge'],
      [[{ outcome: 'retracted' }], 'no_votes'],
      [[], 'no_votes'],
      [[{ criteria: [{ key: 'k', outcome: 'a' }] }], 'no_preference'],
    ] as const)
      expect((await convert(pair([...votes]), 'tinker')).counts.reasons, reason).toEqual(
        new Map([[reason, 1]]),
      );
  });

  it('labels are made of all pairs of a comparison, also where they stand in rows of their own', async () => {
    const row = (id: string, chosen: string, rejected: string) => ({
      id,
      comparison_id: 'c',
      source: 'ranking',
      prompt: [{ role: 'user', content: 'q' }],
      chosen: [{ role: 'assistant', content: chosen }],
      rejected: [{ role: 'assistant', content: rejected }],
    });
    const ranking = [
      row('c-0-1', 'best', 'middle'),
      row('c-1-2', 'middle', 'worst'),
      row('c-0-2', 'best', 'worst'),
    ];
    const { text, counts } = await convert(ranking, 'kto', 'trl-explicit');
    const labels = rowsOf(text).map(({ completion, label }) => [
      (completion as { content: string }[])[0]?.content,
      label,
    ]);
    expect(labels).toEqual([
      ['best', true],
      ['worst', false],
    ]);
    expect(counts).toMatchObject({
      read: 3,
      written: 2,
      rowsRefused: 0,
      leftOut: new Map([['wins_and_loses', 1]]),
    });
  });

  it('pairs of one prompt are comparisons of their own, each with an id of its own', async () => {
    const one = (a: string, b: string) => ({
      ...pair([{ outcome: 'a' }], { pair_id: undefined, prompt_id: 'p', response_a: a, response_b: b }),
    });
    const rows = [one('best', 'middle'), one('middle', 'worst')];
    const labels = rowsOf((await convert(rows, 'kto')).text);
    expect(labels.map(({ label }) => label)).toEqual([true, false, true, false]);
    expect(new Set(labels.map(({ id }) => id)).size).toBe(4);
    const pairs = rowsOf((await convert(rows, 'trl-explicit')).text);
    expect(pairs.map(({ id }) => id)).toEqual(['p-line-1', 'p-line-2']);
  });

  it('tells a side whose strength nobody told where sides are enough, and nowhere else', async () => {
    const row = pair([{ outcome: 'a' }], { model_a: 'x', model_b: 'y' });
    const [battle] = rowsOf((await convert(row, 'arena')).text);
    expect(battle?.[String(battle['winner'])]).toBe('x');
    expect((await convert(row, 'helpsteer3')).counts.reasons).toEqual(new Map([['no_strength', 1]]));
    expect((await convert(row, { to: 'text-triple', margin: true })).counts.reasons).toEqual(
      new Map([['no_margin', 1]]),
    );
    const strong = pair([{ strength: -3 }, { strength: -2 }]);
    expect(rowsOf((await convert(strong, { to: 'text-triple', margin: true })).text)).toMatchObject([
      { margin: 2.5 },
    ]);
  });

  it('which side is which tells nothing of the outcome', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      prompt: `q${index}`,
      chosen: `a${index}`,
      rejected: `b${index}`,
    }));
    const labels = rowsOf((await convert(many, 'tinker', 'text-triple')).text).map(({ label }) => label);
    expect(labels.filter((label) => label === 'A').length).toBeGreaterThan(10);
    expect(labels.filter((label) => label === 'B').length).toBeGreaterThan(10);
  });

  it('takes the steps that a row names, that a vote places, or that the text has; others are refused', async () => {
    const steps = (row: object) =>
      convert({ prompt_id: 's', messages: [{ role: 'user', content: 'q' }], ...row }, 'stepwise');
    const vote = { ...who, steps: ['right', 'wrong'] };
    const cut = { model: 'm', content: 'a\n\nb\n\nc', metadata: { steps: ['a\n\nb', 'c'] } };
    expect(rowsOf((await steps({ responses: [cut], votes: [vote] })).text)).toMatchObject([
      { completions: ['a\n\nb', 'c'], labels: [true, false] },
    ]);
    const placed = {
      ...vote,
      metadata: {
        steps: [
          { start: 0, end: 1 },
          { start: 2, end: 3 },
        ],
      },
    };
    expect(
      rowsOf((await steps({ responses: [{ model: 'm', content: '👍 b c' }], votes: [placed] })).text),
    ).toMatchObject([{ completions: ['👍', 'b'] }]);
    const other = await steps({ responses: [{ model: 'm', content: 'a\n\nb\n\nc' }], votes: [vote] });
    expect(other.counts.reasons).toEqual(new Map([['no_steps', 1]]));
  });
});

describe('rows of our own exports', () => {
  const ours = {
    id: 'c-0-1',
    comparison_id: 'c',
    source: 'ranking',
    prompt: 'q',
    chosen: 'a',
    rejected: 'b',
    margin: 0.5,
    weight: 0.5,
  };

  it('keep their ids, margin and weight', async () => {
    const wish = { to: 'trl-explicit', margin: true, weight: true };
    expect(rowsOf((await convert(ours, wish, 'text-triple')).text)).toMatchObject([
      { id: 'c-0-1', comparison_id: 'c', source: 'ranking', margin: 0.5, weight: 0.5 },
    ]);
  });

  it('that count less than a whole one are refused where the weight would be lost', async () => {
    expect((await convert(ours, 'trl-explicit', 'text-triple')).counts.reasons).toEqual(
      new Map([['weight', 1]]),
    );
    expect((await convert(ours, 'axolotl-bt', 'text-triple')).counts.reasons).toEqual(
      new Map([['weight', 1]]),
    );
  });
});

it('names each wish that a target cannot meet', async () => {
  for (const [wish, said] of [
    [{ to: 'x' }, 'cannot be written'],
    [{ to: 'trl-implicit', container: 'csv' }, 'jsonl, parquet'],
    [{ to: 'kto', container: 'parquet', compression: 'gzip' }, 'zstd, snappy'],
    [{ to: 'llamafactory-kto', compression: 'gzip' }, 'one plain file'],
    [{ to: 'axolotl-bt', margin: true }, 'margin'],
    [{ to: 'axolotl-bt', weight: true }, 'weight'],
    [{ to: 'kto', template: 'hh' }, 'no template'],
    [{ to: 'text-triple', template: 'x' }, 'chatml'],
    [{ to: 'pairwright', margin: true }, 'keep everything'],
  ] as const)
    await expect(convert(pair([]), wish), JSON.stringify(wish)).rejects.toThrow(said);
});

it('a file of nothing but refused rows is an empty list, no line, or no Parquet file', async () => {
  expect((await convert(pair([]), 'moss-rm')).text).toBe('[]\n');
  expect((await convert(pair([]), 'kto')).bytes).toHaveLength(0);
  expect((await convert(pair([]), { to: 'kto', container: 'parquet' })).bytes).toHaveLength(0);
});

it('has words for every reason in both languages', () => {
  for (const words of Object.values(reasonWords))
    for (const reason of [
      ...refusalReason.options,
      'no_votes',
      'no_preference',
      'no_majority',
      'cannot_judge',
    ] as const)
      expect(words[reason]).not.toBe('');
});
