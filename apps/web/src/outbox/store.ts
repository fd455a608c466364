import type { NewRecord, OutboxRecord, Refusal } from './action.ts';

/** Where actions wait for the server. */
export interface OutboxStore {
  /** False when the browser forbids storage: actions then live only as long as the page. */
  readonly durable: boolean;
  add(record: NewRecord): Promise<number>;
  /** All actions of a person, in the order of doing. */
  list(userId: string): Promise<OutboxRecord[]>;
  remove(seqs: readonly number[]): Promise<void>;
  setRefusal(seq: number, refusal: Refusal | null): Promise<void>;
}

export interface MemoryStore extends OutboxStore {
  all: () => readonly OutboxRecord[];
}

/** Actions that live only as long as the page; their numbers follow `from`. */
export function memoryStore(from = 0): MemoryStore {
  let last = from;
  const records = new Map<number, OutboxRecord>();
  return {
    durable: false,
    all: () => [...records.values()],
    add(record) {
      last += 1;
      records.set(last, { ...record, seq: last });
      return Promise.resolve(last);
    },
    list: (userId) => Promise.resolve([...records.values()].filter((record) => record.userId === userId)),
    remove(seqs) {
      for (const seq of seqs) records.delete(seq);
      return Promise.resolve();
    },
    setRefusal(seq, refusal) {
      const record = records.get(seq);
      if (record !== undefined) records.set(seq, { ...record, refusal });
      return Promise.resolve();
    },
  };
}
