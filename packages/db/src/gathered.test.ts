import { describe, expect, it } from 'vitest';
import { gathered } from './gathered.ts';

/** A database that answers when it is told to. */
function held() {
  const asked: { questions: readonly number[]; answer(): void; fail(reason: Error): void }[] = [];
  const ask = gathered<number, string>(
    (questions) =>
      new Promise((resolve, reject) => {
        asked.push({ questions, answer: () => resolve(questions.map(String)), fail: reject });
      }),
  );
  return { asked, ask };
}

describe('gathered', () => {
  const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Asks for each in a turn of its own. */
  async function inTurns(ask: (question: number) => Promise<string>, questions: readonly number[]) {
    const answers = [];
    for (const question of questions) {
      answers.push(ask(question));
      await oneTurn();
    }
    // As a promise in a list, so that nothing waits for it here.
    return [Promise.allSettled(answers)] as const;
  }

  it('asks for what came in one turn together, and gathers while three are under way', async () => {
    const { asked, ask } = held();
    const first = Promise.all([1, 2].map(ask));
    await oneTurn();
    const [later] = await inTurns(ask, [3, 4, 5, 6]);
    expect(asked.map(({ questions }) => questions)).toEqual([[1, 2], [3], [4]]);
    asked[1]?.answer();
    await expect.poll(() => asked.length).toBe(4);
    expect(asked[3]?.questions).toEqual([5, 6]);
    for (const one of asked) one.answer();
    expect(await first).toEqual(['1', '2']);
    expect((await later).map((answer) => answer.status === 'fulfilled' && answer.value)).toEqual([
      '3',
      '4',
      '5',
      '6',
    ]);
  });

  it('a failed statement fails what it was asked and nothing else', async () => {
    const { asked, ask } = held();
    const [answers] = await inTurns(ask, [1, 2, 3, 4, 5]);
    asked[0]?.fail(new Error('gone'));
    await expect.poll(() => asked.length).toBe(4);
    asked[3]?.fail(new Error('gone too'));
    asked[1]?.answer();
    asked[2]?.answer();
    expect((await answers).map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    const later = ask(6);
    await expect.poll(() => asked.length).toBe(5);
    asked[4]?.answer();
    expect(await later).toBe('6');
  });

  it('never takes a missing answer for another', async () => {
    const ask = gathered<number, string>(async () => []);
    await expect(ask(1)).rejects.toThrow('1 questions got 0 answers.');
  });

  it('asks for many in portions', async () => {
    const sizes: number[] = [];
    const ask = gathered<number, number>(async (questions) => {
      sizes.push(questions.length);
      return questions;
    });
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    expect(await Promise.all(numbers.map(ask))).toEqual(numbers);
    expect(Math.max(...sizes)).toBe(256);
  });
});
