import { mapping as mappingShape } from '@pairwright/contract/import-mapping';
import { describe, expect, it } from 'vitest';
import { Converter } from './convert.ts';
import { readDatasetInfo } from './llamafactory-info.ts';
import { mappingFormat, parseMapping } from './mapping-format.ts';

function read(mapping: unknown, row: unknown) {
  const parsed = parseMapping(mapping);
  if ('wrong' in parsed) throw new Error(parsed.wrong);
  return new Converter(mappingFormat(parsed.mapping)).push(row, 1)[0]!;
}

describe('a mapping', () => {
  const mapping = {
    version: 1,
    prompt: { column: 'frage.text', system: 'rolle' },
    responses: { list: 'antworten', content: 'text', model: 'modell' },
    votes: [
      {
        kind: 'ranks',
        item: 'platz',
        best: 'highest',
        by: 'human',
        annotator: { column: 'wer' },
        createdAt: 'wann',
      },
      { kind: 'ratings', keys: { style: 'noten.stil' } },
    ],
    id: 'nr',
    language: 'sprache',
  };
  const row = {
    nr: 7,
    frage: { text: 'Warum?', quelle: 'x' },
    rolle: 'Kurz.',
    antworten: [
      { text: 'A', modell: 'm', platz: 1, noten: { stil: 2 } },
      { text: 'B', modell: 'n', platz: 9 },
    ],
    wer: 'anna',
    wann: '2026-01-02',
    sprache: 'de',
  };

  it('reads columns wherever they are, and keeps the others', () => {
    expect(read(mapping, row)).toMatchObject({
      ok: true,
      row: {
        externalId: '7',
        language: 'de',
        prompt: [
          { role: 'system', content: 'Kurz.' },
          { role: 'user', content: 'Warum?' },
        ],
        responses: [{ model: 'm' }, { model: 'n' }],
        votes: [
          { annotator: 'anna', kind: 'human', ranks: [2, 1] },
          { ratings: [{ key: 'style', response: 0, value: 2 }] },
        ],
        // A day is no instant, so it stays.
        metadata: { frage: { quelle: 'x' }, wann: '2026-01-02' },
      },
    });
  });

  it('names what is missing in a row', () => {
    expect(read(mapping, { ...row, frage: {} })).toMatchObject({
      ok: false,
      faults: [{ path: '$.frage.text', code: 'missing_field' }],
    });
    expect(read(mapping, { ...row, antworten: 'x' })).toMatchObject({
      ok: false,
      faults: [{ path: '$.antworten', code: 'wrong_type' }],
    });
  });

  it.each([
    [-2, 'first', -3],
    [2, 'first', 3],
    [-1, 'second', 1.5],
  ] as const)('turns %d, negative for the %s, into %d', (value, negative, strength) => {
    const scale = {
      version: 1,
      prompt: { column: 'q' },
      responses: { columns: [{ column: 'a' }, { column: 'b' }] },
      votes: [{ kind: 'strength', column: 's', negative, strongest: 2 }],
    };
    expect(read(scale, { q: 'q', a: 'a', b: 'b', s: value })).toMatchObject({
      row: { votes: [{ strength }] },
    });
    expect(read(scale, { q: 'q', a: 'a', b: 'b', s: 3 })).toMatchObject({
      ok: false,
      faults: [{ code: 'unknown_vote' }],
    });
  });

  const columns = (count: number) => Array.from({ length: count }, (_, at) => ({ column: `a${at}` }));
  const cells = { q: 'q', a0: 'a', a1: 'b', a2: 'c' };

  it('reads ranks and ratings of answers in columns, a column for each', () => {
    const rated = {
      version: 1,
      prompt: { column: 'q' },
      responses: { columns: columns(3) },
      votes: [
        { kind: 'ranks', columns: ['r0', 'r1', 'r2'], best: 'lowest' },
        { kind: 'ratings', keys: { style: ['s0', 's1', 's2'], depth: ['d.0', 'd.1', 'd.2'] } },
      ],
    };
    const row = { ...cells, r0: 2, r1: '1', r2: 2, s0: 4, s1: 0, s2: null, d: [1, 2, 3] };
    expect(read(rated, row)).toMatchObject({
      row: {
        votes: [
          { ranks: [2, 1, 2] },
          {
            ratings: [
              { key: 'style', response: 0, value: 4 },
              { key: 'depth', response: 0, value: 1 },
              { key: 'style', response: 1, value: 0 },
              { key: 'depth', response: 1, value: 2 },
              { key: 'depth', response: 2, value: 3 },
            ],
          },
        ],
      },
    });
    expect(read(rated, { ...row, r1: null })).toMatchObject({ ok: false, faults: [{ path: '$.r1' }] });
    expect(read(rated, { ...row, r0: null, r1: '', r2: null })).toMatchObject({
      row: { votes: [{ ratings: expect.anything() }] },
    });
  });

  it.each([
    [2, { kind: 'ratings', keys: { style: 's' } }, 'one for each; this mapping has 2'],
    [2, { kind: 'ratings', keys: { style: ['s'] } }, 'one for each'],
    [2, { kind: 'ratings', keys: {} }, 'at least one criterion'],
    [3, { kind: 'ranks', item: 'rank', best: 'lowest' }, 'no "item"'],
    [3, { kind: 'ranks', columns: ['r0', 'r1'], best: 'lowest' }, 'this mapping has 3'],
    [3, { kind: 'first' }, '"first" is about two responses; this mapping has 3'],
    [1, { kind: 'winner', column: 'w', values: { x: 'a' } }, 'two responses'],
    [1, { kind: 'strength', column: 'w', negative: 'first' }, 'two responses'],
    [2, { kind: 'thumbs', column: 'w', up: [1], down: [0] }, '"thumbs" is about one response'],
    [2, { kind: 'steps', column: 'w', right: [1], wrong: [0] }, 'one response'],
  ] as const)(
    'of %d answers in columns is refused with a vote that cannot be about them: %j',
    (count, vote, said) => {
      const given = {
        version: 1,
        prompt: { column: 'q' },
        responses: { columns: columns(count) },
        votes: [vote],
      };
      expect(parseMapping(given)).toEqual({ wrong: expect.stringContaining(said) });
      // One that was saved before there was this rule: no row comes in wrong.
      const [saved] = new Converter(mappingFormat(mappingShape.parse(given))).push(cells, 1);
      expect(saved).toMatchObject({ ok: false, faults: [{ code: 'mapping_unfit' }] });
    },
  );

  it('of answers in a list is refused with ranks or ratings in columns', () => {
    const given = (vote: unknown) => ({ ...mapping, votes: [vote] });
    expect(parseMapping(given({ kind: 'ranks', columns: ['r'], best: 'lowest' }))).toEqual({
      wrong: expect.stringContaining('"item"'),
    });
    expect(parseMapping(given({ kind: 'ratings', keys: { style: ['s'] } }))).toEqual({
      wrong: expect.stringContaining('one key'),
    });
  });

  it('is checked: what is wrong with it is said', () => {
    expect(parseMapping({ version: 1, prompt: { column: 'q' } })).toMatchObject({
      wrong: expect.stringContaining('responses'),
    });
    expect(parseMapping({ ...mapping, extra: 1 })).toMatchObject({ wrong: expect.stringContaining('extra') });
  });
});

describe('dataset_info.json', () => {
  const info = {
    pairs: {
      file_name: 'pairs.json',
      ranking: true,
      formatting: 'sharegpt',
      columns: { messages: 'talk', chosen: 'good', rejected: 'bad' },
      tags: { role_tag: 'who', content_tag: 'what', user_tag: 'kunde', assistant_tag: 'hilfe' },
    },
    plain: { file_name: 'plain.json', ranking: true },
    judged: {
      file_name: 'kto.json',
      formatting: 'sharegpt',
      columns: { messages: 'conversations', kto_tag: 'ok' },
    },
    sft: { file_name: 'sft.json' },
    remote: { hf_hub_url: 'a/b' },
  };
  const format = (name: string) => readDatasetInfo(info).find((entry) => entry.name === name)!;
  const convert = (name: string, row: unknown) => new Converter(format(name).format!).push(row, 1)[0]!;

  it('says by columns and tags how its files are read', () => {
    const talk = [{ who: 'kunde', what: 'q' }];
    const pair = { talk, good: { who: 'hilfe', what: 'a' }, bad: { who: 'hilfe', what: 'b' } };
    expect(convert('pairs', pair)).toMatchObject({
      ok: true,
      row: { prompt: [{ role: 'user', content: 'q' }], votes: [{ outcome: 'a' }] },
    });
    expect(convert('plain', { instruction: 'q', input: 'i', chosen: 'a', rejected: 'b' })).toMatchObject({
      row: { prompt: [{ content: 'q\ni' }] },
    });
    const conversations = [
      { from: 'human', value: 'q' },
      { from: 'gpt', value: 'a' },
    ];
    expect(convert('judged', { conversations, ok: false })).toMatchObject({
      row: { votes: [{ thumbs: 'down' }] },
    });
    expect(convert('judged', { conversations, ok: 1 })).toMatchObject({
      ok: false,
      faults: [{ path: '$.ok', code: 'unknown_vote' }],
    });
  });

  it('has entries that hold nothing to judge, and says so', () => {
    expect(format('sft')).toMatchObject({ format: null, wrong: expect.stringContaining('sft') });
    expect(readDatasetInfo(info).map(({ name }) => name)).toEqual(['pairs', 'plain', 'judged', 'sft']);
  });
});
