import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Makes ids. A use case gets it in its context, so that tests can make their own. */
export interface Ids {
  /** A new UUIDv7, lower case: later ids sort after earlier ones of the same process. */
  next(): string;
}

export const systemIds: Ids = { next: createGenerator() };

/** Like `v7()` of the library, but takes its randomness in large portions: an import makes hundreds of thousands of ids. */
function createGenerator(): () => string {
  const pool = new Uint8Array(16 * 1024);
  let used = pool.length;
  let msecs = 0;
  let seq = 0;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const random = pool.subarray(used, (used += 16));
    const now = Date.now();
    if (now > msecs) {
      msecs = now;
      // 31 random bits, so that counting up has room before it must borrow a millisecond.
      seq =
        (((random[6] as number) & 0x7f) << 24) |
        ((random[7] as number) << 16) |
        ((random[8] as number) << 8) |
        (random[9] as number);
    } else {
      seq = (seq + 1) | 0;
      if (seq === 0) msecs += 1;
    }
    return v7({ random, msecs, seq });
  };
}
