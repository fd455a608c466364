import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { follow } from './live.ts';
import type { Stream } from './live.ts';

interface Job {
  state: string;
  done: number;
}

class FakeStream implements Stream {
  closed = false;
  readonly #target = new EventTarget();
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#target.addEventListener(type, (event) => listener(event as MessageEvent<string>));
  }
  close(): void {
    this.closed = true;
  }
  say(type: string, data = ''): void {
    this.#target.dispatchEvent(new MessageEvent(type, { data }));
  }
}

const streams: FakeStream[] = [];
const seen: Job[] = [];
const ask = vi.fn<() => Promise<Job>>();

function start(): () => void {
  return follow<Job>({
    openStream: () => {
      const stream = new FakeStream();
      streams.push(stream);
      return stream;
    },
    ask,
    isAtWork: (job) => job.state === 'running',
    onValue: (job) => seen.push(job),
    pollMs: 1000,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  streams.length = 0;
  seen.length = 0;
  ask.mockReset();
});
afterEach(() => vi.useRealTimers());

test('values come until the work is over, then the stream is closed', () => {
  start();
  streams[0]?.say('message', '{"state":"running","done":1}');
  streams[0]?.say('message', '{"state":"ready","done":2}');
  expect(seen.map((job) => job.done)).toEqual([1, 2]);
  expect(streams[0]?.closed).toBe(true);
  streams[0]?.say('message', '{"state":"running","done":3}');
  expect(seen).toHaveLength(2);
});

test('a broken stream is replaced by asking, and opened again', async () => {
  ask.mockResolvedValueOnce({ state: 'running', done: 5 });
  start();
  streams[0]?.say('error');
  expect(streams[0]?.closed).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([{ state: 'running', done: 5 }]);
  expect(streams).toHaveLength(2);
});

test('without network it keeps trying', async () => {
  ask.mockRejectedValue(new Error('offline'));
  start();
  streams[0]?.say('error');
  await vi.advanceTimersByTimeAsync(1000);
  streams[1]?.say('error');
  await vi.advanceTimersByTimeAsync(1000);
  expect(streams).toHaveLength(3);
  expect(seen).toEqual([]);
});

test('when the answer says it is over, nothing is opened again', async () => {
  ask.mockResolvedValueOnce({ state: 'ready', done: 9 });
  start();
  streams[0]?.say('error');
  await vi.advanceTimersByTimeAsync(5000);
  expect(seen).toEqual([{ state: 'ready', done: 9 }]);
  expect(streams).toHaveLength(1);
});

test('stopping closes the stream and forgets what comes later', async () => {
  ask.mockResolvedValue({ state: 'running', done: 1 });
  const stop = start();
  streams[0]?.say('error');
  stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(seen).toEqual([]);
  expect(streams).toHaveLength(1);
});
