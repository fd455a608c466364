import { plainPair } from '@pairwright/domain/judgment/form';
import { expect, test } from 'vitest';
import type { Work } from '../session/session.ts';
import { alignedTurns, judgedTurn } from './response-turns.ts';

const scale = { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: false };

function work(scope: 'last_turn' | 'marked_turn' | 'conversation', judgeTurn: number | null) {
  const question = { form: { ...plainPair(scale), scope } } as Work['question'];
  return { question, judgeTurn };
}

const turns = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? ('assistant' as const) : ('user' as const),
    content: `turn ${index}`,
  }));

test('the last turn, the marked one, or all of it', () => {
  expect(judgedTurn(work('last_turn', 1), turns(5))).toBe(4);
  expect(judgedTurn(work('marked_turn', 2), turns(5))).toBe(2);
  expect(judgedTurn(work('marked_turn', null), turns(5)), 'nothing marked').toBe(4);
  expect(judgedTurn(work('marked_turn', 9), turns(5)), 'marked in the longer conversation').toBe(4);
  expect(judgedTurn(work('conversation', 2), turns(5))).toBeNull();
  expect(judgedTurn(work('last_turn', null), [])).toBeNull();
});

test('rows are as many as the longest conversation has turns; answers of one turn have none', () => {
  expect(alignedTurns({ responses: [{ messages: turns(3) }, { messages: turns(5) }] })).toBe(5);
  expect(alignedTurns({ responses: [{ messages: turns(1) }, { messages: turns(1) }] })).toBeNull();
});
