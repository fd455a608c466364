import { expect, test } from 'vitest';
import type { ArtifactWriter, Written } from '@pairwright/runtime/artifacts/store';
import { EncoderThread } from './encoder-thread.ts';

const MIB = 1 << 20;

/** A store that holds a mebibyte before it asks for a pause, and gets rid of it only then. */
class SlowStore implements ArtifactWriter {
  held = 0;
  received = 0;
  pauses = 0;
  #heard: (() => void)[] = [];

  write(chunk: Uint8Array): boolean {
    this.held += chunk.length;
    this.received += chunk.length;
    for (const heard of this.#heard.splice(0)) heard();
    return this.held < MIB;
  }

  async drain(): Promise<void> {
    this.pauses += 1;
    this.held = 0;
  }

  async until(bytes: number): Promise<void> {
    while (this.received < bytes) await new Promise<void>((resolve) => void this.#heard.push(resolve));
  }

  async close(): Promise<Written> {
    return { size: this.received, sha256: '' };
  }

  async abort(): Promise<void> {}
}

test('a store that is slower than the thread is waited for', async () => {
  const thread = new EncoderThread();
  try {
    const store = new SlowStore();
    const file = thread.open(
      { container: 'csv', compression: 'none', columns: [{ name: 'text', dtype: 'string' }] },
      store,
    );
    const line = Buffer.from(`${JSON.stringify({ text: 'x'.repeat(1_000) })}\n`);
    const lines = Buffer.concat(Array.from({ length: 1_500 }, () => line));
    for (let round = 1; round <= 8; round += 1) {
      const before = store.received;
      file.write(lines);
      await store.until(before + MIB);
      // The thread waits for nothing, and the store has enough.
      expect(file.write(Buffer.alloc(0)), `round ${round}`).toBe(false);
      await file.drain();
      expect(store.pauses).toBe(round);
      expect(file.write(Buffer.alloc(0))).toBe(true);
    }
    expect((await file.close()).size).toBeGreaterThan(8 * MIB);
  } finally {
    await thread.stop();
  }
});
