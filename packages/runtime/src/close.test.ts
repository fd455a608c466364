import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { CloseError, closeInOrder, onShutdown } from './close.ts';

describe('closeInOrder', () => {
  it('closes everything in order, whatever fails or hangs', async () => {
    const closed: string[] = [];
    const part = (name: string, close: () => Promise<void>, deadlineMs = 5_000) => ({
      name,
      deadlineMs,
      close: () => (closed.push(name), close()),
    });
    const done = closeInOrder([
      part('server', async () => undefined),
      part('worker', async () => Promise.reject(new Error('stuck job'))),
      part('queue', () => new Promise<void>(() => undefined), 10),
      part('database', async () => undefined),
    ]);
    const error = await done.catch((caught: unknown) => caught);
    expect(closed).toEqual(['server', 'worker', 'queue', 'database']);
    expect(error).toBeInstanceOf(CloseError);
    expect((error as CloseError).message).toBe(
      'Not closed cleanly: worker (stuck job), queue (still open after 10 ms)',
    );
  });
});

describe('onShutdown', () => {
  it('closes once on the first signal and exits at once on the second', async () => {
    const exits = new EventEmitter();
    let closes = 0;
    let finish: () => void = () => undefined;
    const off = onShutdown(
      async () => {
        closes += 1;
        await new Promise<void>((resolve) => (finish = resolve));
      },
      { signals: ['SIGUSR2'], onError: () => undefined, exit: (code) => exits.emit('exit', code) },
    );
    process.kill(process.pid, 'SIGUSR2');
    await new Promise((resolve) => process.once('SIGUSR2', resolve));
    const second = once(exits, 'exit');
    process.kill(process.pid, 'SIGUSR2');
    expect(await second).toEqual([1]);
    const first = once(exits, 'exit');
    finish();
    expect(await first).toEqual([0]);
    expect(closes).toBe(1);
    off();
  });
});
