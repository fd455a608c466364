import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { demoDataDir } from './demo-data.ts';
import { groupVotes, messagesOfTurn, type MtBenchVote } from './mt-bench-rows.ts';

const vote = (change: Partial<MtBenchVote>): MtBenchVote => ({
  vote_id: 'v',
  prompt_id: 'q',
  turn: 1,
  model_a: 'a',
  model_b: 'b',
  winner: 'model_a',
  annotator_id: 'judge',
  ...change,
});

describe('groupVotes', () => {
  it('turns the sides so that equal comparisons meet', () => {
    const [group, ...others] = groupVotes([
      vote({}),
      vote({ annotator_id: 'two', model_a: 'b', model_b: 'a', winner: 'model_a' }),
      vote({ annotator_id: 'three', model_a: 'b', model_b: 'a', winner: 'tie' }),
    ]);
    expect(others).toEqual([]);
    expect(group?.models).toEqual(['a', 'b']);
    expect(
      group?.votes.map(({ presentedOrder, position, strength }) => ({ presentedOrder, position, strength })),
    ).toEqual([
      { presentedOrder: [0, 1], position: 1, strength: -3 },
      { presentedOrder: [1, 0], position: 1, strength: 3 },
      { presentedOrder: [1, 0], position: null, strength: 0 },
    ]);
  });

  it('numbers the repeats of one judge', () => {
    expect(groupVotes([vote({}), vote({ vote_id: 'w' })])[0]?.votes.map((each) => each.repeat)).toEqual([
      0, 1,
    ]);
  });

  it('keeps every one of the 3,355 votes', async () => {
    const text = await readFile(`${demoDataDir}/mt-bench-votes.jsonl`, 'utf8');
    const votes = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as MtBenchVote);
    const groups = groupVotes(votes);
    expect(groups.flatMap((group) => group.votes)).toHaveLength(3355);
    expect(groups).toHaveLength(1814);
  });
});

it('shows a judge of the first turn the first answer only', () => {
  const messages = ['assistant', 'user', 'assistant'].map((role) => ({
    role: role as 'user',
    content: role,
  }));
  expect(messagesOfTurn(messages, 1)).toHaveLength(1);
  expect(messagesOfTurn(messages, 2)).toHaveLength(3);
});
