import { describe, expect, it } from 'vitest';
import { Converter } from './convert.ts';
import type { ForeignRow } from './format.ts';
import { inFormat } from './registry.ts';

function outcomesOf(format: string, row: ForeignRow) {
  const converter = new Converter(inFormat(format)!);
  return [...converter.push(row, 1), ...converter.finish()];
}

function rowOf(format: string, row: ForeignRow) {
  const [one] = outcomesOf(format, row);
  if (!one?.ok) throw new Error(JSON.stringify(one?.faults));
  return one.row;
}

describe('HelpSteer2 preferences', () => {
  const base = { split: 'train', prompt: 'Why?', response_1: 'a', response_2: 'b', preference_strength: -1 };
  const three = [
    { statement: 'First is better.', elaboration: 'It is short.', strength: -2 },
    { statement: 'A bit.', elaboration: '', strength: -1 },
    { statement: 'No.', elaboration: 'Wrong.', strength: 1 },
  ];
  const raw = [
    { strength: 3, justification: 'Second.' },
    { strength: -100, justification: 'Neither.', batch: 4 },
  ];

  it('are one vote for each person of whom the published strength is made', () => {
    const row = { ...base, three_most_similar_preferences: three, all_preferences_unprocessed: raw };
    const { votes, metadata } = rowOf('helpsteer2-preference', row);
    expect(votes).toEqual([
      { annotator: null, kind: 'human', strength: -2, rationale: 'First is better.\nIt is short.' },
      { annotator: null, kind: 'human', strength: -1, rationale: 'A bit.' },
      { annotator: null, kind: 'human', strength: 1, rationale: 'No.\nWrong.' },
    ]);
    expect(metadata).toEqual({ split: 'train', preference_strength: -1, all_preferences_unprocessed: raw });
  });

  it('are all votes where only these are told; neither answer may be good', () => {
    const { votes } = rowOf('helpsteer2-preference', { ...base, all_preferences_unprocessed: raw });
    expect(votes).toEqual([
      { annotator: null, kind: 'human', strength: 3, rationale: 'Second.' },
      { annotator: null, kind: 'human', outcome: 'both_bad', rationale: 'Neither.', metadata: { batch: 4 } },
    ]);
  });

  it('are the overall strength where nobody is told, or in no list', () => {
    for (const list of [[], null, "[{'strength': 1}]"]) {
      const row = { ...base, three_most_similar_preferences: list };
      expect(rowOf('helpsteer2-preference', row).votes).toEqual([
        { annotator: null, kind: 'human', strength: -1 },
      ]);
    }
  });

  it('are refused with the place of a strength that is none', () => {
    const row = { ...base, three_most_similar_preferences: [three[0], { strength: 5 }] };
    expect(outcomesOf('helpsteer2-preference', row)).toMatchObject([
      {
        ok: false,
        faults: [{ path: '$.three_most_similar_preferences[1].strength', code: 'unknown_vote', value: '5' }],
      },
    ]);
  });
});

describe('trees of OASST', () => {
  const answer = (id: string, more: object = {}) => ({
    message_id: id,
    text: `${id}.`,
    role: 'assistant',
    replies: [],
    ...more,
  });
  const tree = (events: object | null, replies: readonly object[]) => ({
    message_tree_id: 't',
    tree_state: 'ready_for_export',
    prompt: {
      message_id: 'm',
      text: 'Why?',
      role: 'prompter',
      user_id: 'u9',
      labels: { quality: { value: 0.5, count: 2 } },
      events,
      replies,
    },
  });
  const ranking = (user: string | null, ids: readonly string[], more: object = {}) => ({
    type: 'ranking',
    user_id: user,
    ranked_message_ids: ids,
    ...more,
  });
  const three = [answer('a', { rank: 1 }), answer('b', { rank: 0 }), answer('c', { rank: 2 })];

  it('have the ranking of every person as a vote', () => {
    const events = { ranking: [ranking('u1', ['b', 'a', 'c']), ranking(null, ['c', 'b', 'a'])] };
    expect(rowOf('oasst', tree(events, three)).votes).toEqual([
      { annotator: 'u1', kind: 'human', of: [1, 0, 2], ranks: [1, 2, 3] },
      { annotator: null, kind: 'human', of: [2, 1, 0], ranks: [1, 2, 3] },
    ]);
  });

  it('say that all were bad where somebody did, and rank what was not deleted', () => {
    const events = {
      ranking: [ranking('u1', ['a', 'gone', 'b'], { not_rankable: true }), ranking('u2', ['c', 'gone'])],
    };
    expect(rowOf('oasst', tree(events, three)).votes).toEqual([
      { annotator: 'u1', kind: 'human', of: [0, 1], ranks: [0, 0] },
    ]);
  });

  it('have the agreed ranks where nobody is told', () => {
    expect(rowOf('oasst', tree(null, three)).votes).toEqual([
      { annotator: null, kind: 'human', of: [0, 1, 2], ranks: [2, 1, 3] },
    ]);
  });

  it('keep what stands beside the message that was answered, and the model of an answer', () => {
    const events = { emoji: [{ type: 'emoji', user_id: 'u1', emoji: '+1' }] };
    const row = rowOf(
      'oasst',
      tree(events, [answer('a', { synthetic: true, model_name: 'mistral' }), answer('b')]),
    );
    expect(row.metadata).toMatchObject({
      message_tree_id: 't',
      message: { message_id: 'm', user_id: 'u9', labels: { quality: { value: 0.5, count: 2 } }, events },
    });
    expect(row.responses.map(({ model }) => model)).toEqual(['mistral', 'unnamed']);
    expect(row.votes).toBeUndefined();
  });
});
