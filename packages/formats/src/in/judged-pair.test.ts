import { expect, it } from 'vitest';
import { Converter } from './convert.ts';
import { detect } from './detect.ts';
import { inFormat } from './registry.ts';

const base = { prompt: 'Why?', response_a: 'a', response_b: 'b', model_a: 'x', model_b: 'y' };

function made(row: Readonly<Record<string, unknown>>) {
  expect(detect([row])).toMatchObject({ format: 'judged-pair' });
  const [one] = new Converter(inFormat('judged-pair')!).push(row, 4);
  return one;
}

it.each([
  ['winner', 'model_a', 'a'],
  ['winner', 'y', 'b'],
  ['preference', 'B', 'b'],
  ['preferred', 'response_a', 'a'],
  ['choice', ' Tie ', 'tie'],
  ['winner', 'tie (bothbad)', 'both_bad'],
  ['winner', 'both_bad', 'both_bad'],
])('%s: %s is a vote', (column, value, outcome) => {
  expect(made({ ...base, [column]: value, id: 7 })).toMatchObject({
    ok: true,
    row: { readyPair: true, votes: [{ annotator: null, kind: null, outcome }], metadata: { id: 7 } },
  });
});

it('names who judged, and votes nothing where the column is empty', () => {
  const said = made({ ...base, winner: 'model_a', judge: 'gpt-4' });
  expect(said).toMatchObject({ ok: true, row: { votes: [{ annotator: 'gpt-4', outcome: 'a' }] } });
  expect(said?.ok === true && said.row.metadata).toBeUndefined();
  const silent = made({ ...base, winner: '', judge: 'gpt-4' });
  expect(silent?.ok === true && [silent.row.votes, silent.row.metadata]).toEqual([
    undefined,
    { winner: '', judge: 'gpt-4' },
  ]);
});

it('refuses a word that it does not know, with those that it does', () => {
  expect(made({ ...base, winner: '1' })).toMatchObject({
    ok: false,
    faults: [
      {
        line: 4,
        path: '$.winner',
        value: '"1"',
        code: 'unknown_vote',
        rule: expect.stringContaining('model_a, response_a'),
      },
    ],
  });
  // Two models of one name tell nothing.
  expect(made({ ...base, model_b: 'x', winner: 'x' })).toMatchObject({ ok: false });
});

it('leaves rows of ours that say it in their votes to themselves', () => {
  const votes = [{ annotator: 'p', kind: 'human', outcome: 'b' }];
  expect(detect([{ ...base, winner: 'model_a', votes }])).toMatchObject({ format: 'pairwright' });
  expect(detect([base])).toMatchObject({ format: 'pairwright' });
});
