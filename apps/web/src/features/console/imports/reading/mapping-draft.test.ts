import type { FileColumn } from '@pairwright/contract/import-inspection';
import { mapping as mappingShape } from '@pairwright/contract/import-mapping';
import { expect, test } from 'vitest';
import { draftOf, emptyMapping, guessMapping, type MappingDraft, readMapping } from './mapping-draft.ts';

const filled: MappingDraft = {
  ...emptyMapping,
  prompt: { column: 'q', as: 'text' },
  answers: [
    { column: 'one', as: 'text', model: 'm1' },
    { column: 'two', as: 'messages', model: '' },
  ],
  vote: 'winner',
  voteColumn: 'w',
  values: { a: '1', b: '2', tie: '0, 3', both_bad: '' },
  annotator: 'who',
  judge: 'human',
  facts: { id: 'nr', language: '', category: '', source: '' },
};

test('what is filled in is a mapping that the server takes, and can be changed again', () => {
  const read = readMapping(filled);
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) return;
  expect(mappingShape.parse(read.mapping)).toEqual(read.mapping);
  expect(read.mapping.votes).toEqual([
    {
      kind: 'winner',
      column: 'w',
      values: { '0': 'tie', '1': 'a', '2': 'b', '3': 'tie' },
      by: 'human',
      annotator: { column: 'who' },
    },
  ]);
  expect(draftOf(read.mapping)).toEqual(filled);
});

test.each<[MappingDraft, string]>([
  [emptyMapping, 'prompt_missing'],
  [{ ...filled, answers: [] }, 'answers_missing'],
  [{ ...filled, by: 'list' }, 'answers_missing'],
  [{ ...filled, voteColumn: '' }, 'vote_column_missing'],
  [{ ...filled, values: emptyMapping.values }, 'vote_values_missing'],
  [{ ...filled, vote: 'strength', strongest: 'x' }, 'strongest_wrong'],
])('says what is missing', (draft, fault) => {
  expect(readMapping(draft)).toEqual({ ok: false, fault });
});

test('lists, strengths and prompts inside of the answers', () => {
  const draft: MappingDraft = {
    ...emptyMapping,
    inside: true,
    by: 'list',
    list: { column: 'outs', content: 'chat', as: 'messages', model: 'name' },
    vote: 'strength',
    voteColumn: 's',
    negative: 'second',
    strongest: '5',
  };
  const read = readMapping(draft);
  if (!read.ok) throw new Error(read.fault);
  expect(mappingShape.parse(read.mapping)).toEqual(read.mapping);
  expect(draftOf(read.mapping)).toEqual(draft);
});

test('a mapping that says more than can be filled in is not changed here', () => {
  const votes = [{ kind: 'thumbs' as const, column: 'x', up: [1], down: [0] }];
  expect(
    draftOf({ version: 1, prompt: { column: 'q' }, responses: { columns: [{ column: 'a' }] }, votes }),
  ).toBeNull();
});

test('guesses by the names of the columns', () => {
  const column = (place: string, values: string[] = []): FileColumn => ({
    place,
    holds: ['text'],
    filled: 2,
    example: '',
    values,
  });
  const guess = guessMapping([
    column('id'),
    column('question'),
    column('answer_1'),
    column('answer_2'),
    column('winner', ['1', '2']),
  ]);
  expect(guess).toMatchObject({
    prompt: { column: 'question' },
    answers: [{ column: 'answer_1' }, { column: 'answer_2' }],
    vote: 'winner',
    voteColumn: 'winner',
  });
});
