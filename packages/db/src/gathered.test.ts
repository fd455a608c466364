import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gathered } from './gathered.ts';

const itself = (question: number): number => question;

/** A database that answers when it is told to. */
function held() {
  const asked: { questions: readonly number[]; answer(): void; fail(reason: Error): void }[] = [];
  const ask = gathered<number, string>(
    (questions) =>
      new Promise((resolve, reject) => {
        asked.push({ questions, answer: () => resolve(questions.map(String)), fail: reject });
      }),
    itself,
  );
  return { asked, ask };
}

describe('gathered', () => {
  // Patience ends when a test says so.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
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

  /** The numbers that went out with each statement. */
  const sent = (asked: ReturnType<typeof held>['asked']) => asked.map(({ questions }) => questions);

  /** Asks for each in a turn of its own, and loses patience after it. */
  async function impatiently(ask: (question: number) => Promise<string>, questions: readonly number[]) {
    const answers = [];
    for (const question of questions) {
      answers.push(ask(question));
      await oneTurn();
      vi.runAllTimers();
    }
    return [Promise.allSettled(answers)] as const;
  }

  it('asks at the end of a turn for what came in it, and with the answer for what came meanwhile', async () => {
    const { asked, ask } = held();
    const first = Promise.all([1, 2].map(ask));
    await oneTurn();
    const [later] = await inTurns(ask, [3, 4, 5]);
    expect(sent(asked)).toEqual([[1, 2]]);
    asked[0]?.answer();
    expect(await first).toEqual(['1', '2']);
    await oneTurn();
    expect(sent(asked)).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    asked[1]?.answer();
    expect((await later).map((answer) => answer.status === 'fulfilled' && answer.value)).toEqual([
      '3',
      '4',
      '5',
    ]);
    void ask(6);
    await oneTurn();
    expect(asked[2]?.questions).toEqual([6]);
  });

  it('does not wait long for an answer, until three are under way', async () => {
    const { asked, ask } = held();
    const [answers] = await impatiently(ask, [1, 2, 3, 4, 5]);
    expect(sent(asked)).toEqual([[1], [2], [3]]);
    asked[1]?.answer();
    await expect.poll(() => asked.length).toBe(4);
    expect(asked[3]?.questions).toEqual([4, 5]);
    for (const one of asked) one.answer();
    expect((await answers).map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'));
  });

  it('does not wait long with more than go into one statement', async () => {
    const { asked, ask } = held();
    Array.from({ length: 300 }, (_, index) => void ask(index));
    await oneTurn();
    vi.runAllTimers();
    expect(sent(asked).map(({ length }) => length)).toEqual([256, 44]);
  });

  it('counts patience from the first that waits', async () => {
    const { asked, ask } = held();
    void ask(1);
    await oneTurn();
    void ask(2);
    await oneTurn();
    asked[0]?.answer();
    await oneTurn();
    expect(sent(asked)).toEqual([[1], [2]]);
    // Nobody waits any more, so nothing is left to become impatient.
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a failed statement fails what it was asked and nothing else', async () => {
    const { asked, ask } = held();
    const [answers] = await impatiently(ask, [1, 2, 3, 4, 5]);
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

  it('asks once for what goes out together and is the same, and answers everybody', async () => {
    const asked: string[][] = [];
    const ask = gathered<string, string>(
      async (questions) => {
        asked.push([...questions]);
        return questions.map((question) => `${question}!`);
      },
      (question) => question.toLowerCase(),
    );
    expect(await Promise.all(['a', 'b', 'A', 'c', 'b'].map(ask))).toEqual(['a!', 'b!', 'a!', 'c!', 'b!']);
    expect(asked).toEqual([['a', 'b', 'c']]);
    // Never from an earlier answer.
    expect(await ask('a')).toBe('a!');
    expect(asked).toHaveLength(2);
  });

  it('never takes a missing answer for another', async () => {
    const ask = gathered<number, string>(async () => [], itself);
    await expect(ask(1)).rejects.toThrow('1 questions got 0 answers.');
  });

  it('asks for many in portions', async () => {
    const sizes: number[] = [];
    const ask = gathered<number, number>(async (questions) => {
      sizes.push(questions.length);
      return questions;
    }, itself);
    const numbers = Array.from({ length: 1000 }, (_, index) => index);
    expect(await Promise.all(numbers.map(ask))).toEqual(numbers);
    expect(Math.max(...sizes)).toBe(256);
  });
});
