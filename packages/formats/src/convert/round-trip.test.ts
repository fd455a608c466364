import { containersOf } from '@pairwright/domain/export-containers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inFormat } from '../in/registry.ts';
import { recordFormats, type RecordFormatName } from '../out/registry.ts';
import { checkFile } from '../out/rules/check.ts';
import { convertBytes, linesOf, told } from './convert.fixture.ts';

/** Texts that readers take apart at the wrong place, among plain ones. */
const text = fc.oneof(
  fc.constantFrom(
    '中文',
    ' leading',
    'two\nlines',
    '\u2028',
    '👩‍👩‍👧',
    '"quoted", comma',
    'a\n\nb',
    '=1+1',
    '-0',
    '[1]',
    '{}',
    'null',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((one) => one.trim() !== '' && !one.includes('\0')),
);
const message = (role: string) => text.map((content) => ({ role, content }));
// A blank system message is none to those who read a column of them.
const system = message('system').filter(({ content }) => content.trim() !== '');
const prompt = fc
  .tuple(
    fc.option(system),
    fc.array(fc.tuple(message('user'), message('assistant')), { maxLength: 1 }),
    message('user'),
  )
  .map(([system, turns, last]) => [...(system === null ? [] : [system]), ...turns.flat(), last]);
const who = { annotator: null, kind: 'human' };
const pairVotes = fc.array(
  fc.oneof(
    fc.constantFrom('a', 'b', 'tie', 'both_bad').map((outcome) => ({ ...who, outcome })),
    fc.constantFrom(-3, -1, 1, 2).map((strength) => ({ ...who, strength })),
  ),
  { maxLength: 3 },
);
const pair = fc.record({
  prompt,
  response_a: text,
  response_b: text,
  model_a: text,
  model_b: text,
  votes: pairVotes,
});
const ranked = fc
  .record({
    messages: prompt,
    texts: fc.array(text, { minLength: 3, maxLength: 3 }),
    ranks: fc.shuffledSubarray([1, 2, 3], { minLength: 3 }),
  })
  .map(({ messages, texts, ranks }) => ({
    messages,
    responses: texts.map((content, index) => ({ model: `m${index}`, content })),
    votes: [{ ...who, ranks }],
  }));
const single = fc
  .record({
    messages: prompt,
    content: text,
    thumbs: fc.constantFrom('up', 'down'),
    value: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ messages, content, thumbs, value }) => ({
    messages,
    responses: [{ model: 'm', content }],
    votes: [{ ...who, thumbs, ratings: [{ key: 'helpfulness', response: 0, value }] }],
  }));
const stepped = fc
  .record({
    messages: prompt,
    steps: fc.array(fc.constantFrom('One.', 'Two.', '三。'), { minLength: 1, maxLength: 3 }),
  })
  .map(({ messages, steps }) => ({
    messages,
    responses: [{ model: 'm', content: steps.join('\n\n') }],
    votes: [{ ...who, steps: steps.map((step) => (step === 'Two.' ? 'wrong' : 'right')) }],
  }));
const rows = fc
  .array(fc.oneof(pair, ranked, single, stepped), { minLength: 1, maxLength: 5 })
  .map((list) =>
    list.map((row, index) =>
      'prompt' in row ? { pair_id: `p${index}`, ...row } : { prompt_id: `p${index}`, ...row },
    ),
  );

const names = Object.keys(recordFormats) as RecordFormatName[];

it.each(names)(
  '%s: what is written is kept by its reader, and every row is written or refused',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const { text: written, counts, refusals } = await convertBytes(linesOf(...given), 'pairwright', name);
        expect(counts.read).toBe(given.length);
        expect(refusals).toHaveLength(counts.rowsRefused + counts.filesRefused);
        expect(counts.filesRefused).toBe(0);
        if (counts.written === 0) {
          expect(counts.rowsRefused).toBe(given.length);
          return;
        }
        const check = checkFile(name, written);
        expect(check.refused).toBeNull();
        expect(check.rows.filter(({ fate }) => fate !== 'kept')).toEqual([]);
        expect(check.rows).toHaveLength(counts.written);
      }),
      { numRuns: 40 },
    );
  },
);

/** Why what was written is not what is read. */
const oneWay = {
  arena: 'every judgment of a pair is a row of its own',
};
const both = names.filter((name) => !(name in oneWay));

/** RewardBench's subset is free words: that a pair was part of a ranking is not read out of them. */
function asPairs(name: string, text: string): string {
  return name === 'rewardbench' ? text.replaceAll('"subset":"ranking"', '"subset":"pair"') : text;
}

it.each(both)('%s: read and written again it has the same bytes', async (name) => {
  expect(inFormat(name)).not.toBeNull();
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const first = await convertBytes(linesOf(...given), 'pairwright', name);
      if (first.counts.written === 0) return;
      const expected = asPairs(name, first.text);
      const again = await convertBytes(first.text, name, name);
      expect(again.refusals).toEqual([]);
      expect(again.text).toBe(expected);
      // By way of our own rows, which keep everything.
      const own = await convertBytes(first.text, name, 'pairwright');
      expect((await convertBytes(own.text, 'pairwright', name)).text).toBe(expected);
    }),
    { numRuns: 40 },
  );
});

/** Those that say with the text which template it is in. */
const marked = names.filter((name) => name.startsWith('nemo-aligner-'));

it.each(marked.flatMap((name) => recordFormats[name].templates.map((template) => ({ name, template }))))(
  '$name in the template $template: read and written again it has the same bytes',
  async (wish) => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const to = { to: wish.name, template: wish.template };
        const first = await convertBytes(linesOf(...given), 'pairwright', to);
        if (first.counts.written === 0) return;
        const again = await convertBytes(first.text, wish.name, to);
        expect(again.refusals).toEqual([]);
        expect(again.text).toBe(first.text);
      }),
      { numRuns: 40 },
    );
  },
);

it.each(['trl-explicit', 'text-triple', 'hh-strings', 'axolotl-bt', 'kto', 'helpsteer3', 'stepwise'])(
  '%s comes out of every container as it went in',
  async (name) => {
    const table = containersOf(name).includes('csv')
      ? [{ to: name, container: 'csv', compression: 'gzip' }]
      : [];
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const plain = await convertBytes(linesOf(...given), 'pairwright', name);
        if (plain.counts.written === 0) return;
        expect([name, null]).toContain(told(plain.text));
        for (const wish of [
          { to: name, compression: 'gzip' },
          { to: name, compression: 'zstd' },
          { to: name, container: 'parquet' },
          { to: name, container: 'parquet', compression: 'snappy' },
          ...table,
        ]) {
          const packed = await convertBytes(linesOf(...given), 'pairwright', wish);
          const back = await convertBytes(packed.bytes, name, name);
          expect(back.refusals, JSON.stringify(wish)).toEqual([]);
          expect(back.text, JSON.stringify(wish)).toBe(plain.text);
        }
      }),
      { numRuns: 8 },
    );
  },
);
