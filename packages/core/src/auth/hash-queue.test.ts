import { expect, it } from 'vitest';
import { createWorkQueue } from './hash-queue.ts';

it('runs two at once, the others in turn, and refuses beyond the waiting room', async () => {
  const queue = createWorkQueue(2, 3);
  const order: number[] = [];
  const finish: (() => void)[] = [];
  const works = [0, 1, 2, 3, 4].map((n) =>
    queue.run(
      () =>
        new Promise<number>((resolve) => {
          order.push(n);
          finish.push(() => resolve(n));
        }),
    ),
  );
  await expect(queue.run(async () => 5)).rejects.toMatchObject({ code: 'unavailable' });
  expect(order).toEqual([0, 1]);
  for (let i = 0; i < 5; i += 1) {
    finish[i]?.();
    await works[i];
    await Promise.resolve();
  }
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(await queue.run(async () => 6)).toBe(6);
});

it('goes on after a failure', async () => {
  const queue = createWorkQueue(1, 1);
  await expect(
    queue.run(async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await queue.run(async () => 1)).toBe(1);
});
