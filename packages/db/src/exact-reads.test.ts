import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { openExactSocket } from './exact-reads.ts';

const server = createServer();
afterEach(() => void server.close());

async function connected(): Promise<{ near: Socket; far: Socket }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = openExactSocket();
  const accepted = once(server, 'connection');
  near.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [far] = (await accepted) as [Socket];
  return { near, far };
}

test('gives every byte once, in memory as long as it, and its end', async () => {
  const { near, far } = await connected();
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251));
  const held: Buffer[] = [];
  near.on('data', (bytes: Buffer) => {
    held.push(bytes);
    near.write('+');
    // Those below half a pool share one.
    expect(bytes.buffer.byteLength).toBeLessThanOrEqual(Math.max(bytes.length, Buffer.poolSize));
  });
  const ended = once(near, 'end');
  for (let from = 0; from < sent.length; from += 10_000) {
    far.write(sent.subarray(from, from + 10_000));
    await once(far, 'data');
  }
  far.end();
  await ended;
  expect(Buffer.concat(held).equals(sent)).toBe(true);
});

test('stops reading while it is paused, and goes on where it was', async () => {
  const { near, far } = await connected();
  near.once('data', () => near.pause());
  const sent = Buffer.alloc(20_000_000, 'pairwright ');
  far.end(sent);
  await once(near, 'data');
  // What the kernels hold is less than was sent: the far side waits.
  expect(near.bytesRead).toBeLessThan(sent.length);
  expect(far.writableLength).toBeGreaterThan(0);
  const seen = near.bytesRead;
  const rest = await buffer(near);
  expect(near.bytesRead).toBe(sent.length);
  expect(rest.length).toBeLessThanOrEqual(sent.length);
  expect(rest.length).toBeGreaterThanOrEqual(sent.length - seen);
  expect(rest.equals(sent.subarray(sent.length - rest.length))).toBe(true);
});

test('tells when the other side goes away', async () => {
  const { near, far } = await connected();
  near.on('data', () => undefined);
  const failed = once(near, 'error');
  far.resetAndDestroy();
  const [error] = (await failed) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
});
