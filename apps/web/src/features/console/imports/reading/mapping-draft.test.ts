import type { FileColumn } from '@pairwright/contract/import-inspection';
import { checkedMapping, mapping as mappingShape } from '@pairwright/contract/import-mapping';
import { expect, test } from 'vitest';
import { draftOf, emptyMapping, guessMapping, type MappingDraft, readMapping } from './mapping-draft.ts';
import { emptyVote, type VoteDraft } from './vote-draft.ts';

const winner: VoteDraft = {
  ...emptyVote,
  column: 'w',
  values: { a: '1', b: '2', tie: '0, 3', both_bad: '', cannot_judge: 'x' },
  annotator: 'who',
  judge: 'human',
  rationale: 'why',
  createdAt: 'when',
};
const filled: MappingDraft = {
  ...emptyMapping,
  prompt: { column: 'q', as: 'text' },
  answers: [
    { column: 'one', as: 'text', model: 'm1' },
    { column: 'two', as: 'messages', model: '' },
  ],
  input: 'more',
  history: 'before',
  votes: [winner],
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
      values: { '0': 'tie', '1': 'a', '2': 'b', '3': 'tie', x: 'cannot_judge' },
      by: 'human',
      annotator: { column: 'who' },
      rationale: 'why',
      createdAt: 'when',
    },
  ]);
  expect(draftOf(read.mapping)).toEqual(filled);
});

const voted = (...votes: VoteDraft[]): MappingDraft => ({ ...filled, votes });

test.each<[MappingDraft, string]>([
  [emptyMapping, 'prompt_missing'],
  [{ ...filled, answers: [] }, 'answers_missing'],
  [{ ...filled, by: 'list' }, 'answers_missing'],
  [{ ...filled, by: 'steps' }, 'answers_missing'],
  [voted({ ...winner, column: '' }), 'vote_column_missing'],
  [voted({ ...winner, values: emptyVote.values }), 'vote_values_missing'],
  [voted({ ...winner, kind: 'strength', strongest: 'x' }), 'strongest_wrong'],
  [voted({ ...winner, kind: 'thumbs', marks: { ...emptyVote.marks, up: '1' } }), 'vote_values_missing'],
  [voted({ ...winner, kind: 'thumbs', marks: { ...emptyVote.marks, up: '1', down: '0' } }), 'vote_of_one'],
  [{ ...voted({ ...winner, kind: 'first' }), answers: filled.answers.slice(1) }, 'vote_of_two'],
  [voted({ ...emptyVote, kind: 'ranks', places: ['r1'] }), 'places_missing'],
  [voted({ ...emptyVote, kind: 'ratings', ratings: [] }), 'ratings_missing'],
  [voted({ ...emptyVote, kind: 'ratings', ratings: [{ name: ' ', places: ['a', 'b'] }] }), 'ratings_missing'],
  [voted({ ...emptyVote, kind: 'ratings', ratings: [{ name: 'x', places: ['a', ''] }] }), 'ratings_missing'],
])('says what is missing', (draft, fault) => {
  expect(readMapping(draft)).toEqual({ ok: false, fault });
});

test('lists, strengths and prompts inside of the answers', () => {
  const draft: MappingDraft = {
    ...emptyMapping,
    inside: true,
    by: 'list',
    list: { column: 'outs', content: 'chat', as: 'messages', model: 'name' },
    votes: [
      { ...emptyVote, kind: 'strength', column: 's', negative: 'second', strongest: '5' },
      { ...emptyVote, kind: 'ranks', places: ['rank'], best: 'highest' },
      { ...emptyVote, kind: 'ratings', ratings: [{ name: 'style', places: ['scores.style'] }] },
    ],
  };
  const read = readMapping(draft);
  if (!read.ok) throw new Error(read.fault);
  expect(mappingShape.parse(read.mapping)).toEqual(read.mapping);
  expect(draftOf(read.mapping)).toEqual(draft);
});

test.each<[string, Partial<MappingDraft>]>([
  [
    'answers in columns with ranks and ratings, a column for each that is mapped',
    {
      answers: [
        { column: '', as: 'text', model: '' },
        ...filled.answers,
        { column: 'three', as: 'text', model: '' },
      ],
      votes: [
        { ...emptyVote, kind: 'ranks', places: ['', 'r1', 'r2', 'r3'] },
        {
          ...emptyVote,
          kind: 'ratings',
          ratings: [
            { name: 'style', places: ['', 's1', 's2', 's3'] },
            { name: 'depth', places: ['', 'd1', 'd2', 'd3'] },
          ],
          judge: 'model',
        },
      ],
    },
  ],
  [
    'one answer, good or bad, and rated',
    {
      answers: [{ column: 'completion', as: 'text', model: '' }],
      votes: [
        {
          ...emptyVote,
          kind: 'thumbs',
          column: 'label',
          marks: { ...emptyVote.marks, up: 'true, 1', down: 'false' },
        },
        { ...emptyVote, kind: 'ratings', ratings: [{ name: 'quality', places: ['q'] }] },
      ],
    },
  ],
  [
    'the steps of one answer',
    {
      by: 'steps',
      steps: { column: 'steps', model: 'm' },
      answers: emptyMapping.answers,
      votes: [
        {
          ...emptyVote,
          kind: 'steps',
          column: 'labels',
          marks: { ...emptyVote.marks, right: '1', wrong: '-1, 0' },
        },
      ],
    },
  ],
])('%s are a mapping that the server takes, and the same one again when it is changed', (_, part) => {
  const read = readMapping({ ...filled, ...part });
  if (!read.ok) throw new Error(read.fault);
  expect(checkedMapping.parse(read.mapping)).toEqual(read.mapping);
  const again = draftOf(read.mapping);
  expect(again && readMapping(again)).toEqual(read);
});

test('a mapping that says more than can be filled in is not changed here', () => {
  const mapping = { version: 1 as const, prompt: { column: 'q' }, responses: { columns: [{ column: 'a' }] } };
  expect(draftOf(mapping)).not.toBeNull();
  expect(draftOf({ ...mapping, pairId: 'p' })).toBeNull();
  expect(draftOf({ ...mapping, dialect: { role: 'who' } })).toBeNull();
  expect(draftOf({ ...mapping, votes: [{ kind: 'first', annotator: { name: 'anna' } }] })).toBeNull();
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
    votes: [{ kind: 'winner', column: 'winner' }],
  });
});
