import type { NewRecord, OutboxRecord } from './action.ts';
import { memoryStore } from './store.ts';
import type { OutboxStore } from './store.ts';

/** Numbers of actions that only memory holds start here: after everything the disk holds. */
const memoryFrom = 2 ** 50;

/**
 * Keeps in memory what the disk refuses (full, or damaged), so that it is still sent while the page lives, and moves it to
 * the disk, in order, as soon as that takes something again.
 */
export function withOverflow(disk: OutboxStore): OutboxStore {
  const memory = memoryStore(memoryFrom);
  /** Where actions went that were in memory, by their number there: somebody may be sending them. */
  const moved = new Map<number, number>();
  let overflowed = false;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  /** Oldest first; stops at the first that finds no room. */
  async function settle(): Promise<void> {
    for (const { seq, ...record } of memory.all()) {
      moved.set(seq, await disk.add(record as NewRecord));
      await memory.remove([seq]);
    }
    overflowed = false;
  }

  const home = (seq: number): number => moved.get(seq) ?? seq;
  return {
    get durable() {
      return !overflowed;
    },
    add: (record) =>
      inTurn(async () => {
        try {
          if (overflowed) await settle();
          return await disk.add(record);
        } catch {
          overflowed = true;
          return memory.add(record);
        }
      }),
    list: (userId) =>
      inTurn(async () => {
        if (overflowed && memory.all().length > 0) await settle().catch(() => undefined);
        const kept: OutboxRecord[] = await disk.list(userId).catch(() => {
          overflowed = true;
          return [];
        });
        return [...kept, ...(await memory.list(userId))];
      }),
    async remove(seqs) {
      const homes = seqs.map(home);
      await memory.remove(homes);
      const onDisk = homes.filter((seq) => seq <= memoryFrom);
      if (onDisk.length > 0) await disk.remove(onDisk);
    },
    setRefusal: (seq, refusal) => (home(seq) > memoryFrom ? memory : disk).setRefusal(home(seq), refusal),
  };
}
