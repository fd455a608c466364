import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { NewRecord, OutboxRecord, Refusal } from './action.ts';

interface Schema extends DBSchema {
  actions: { key: number; value: OutboxRecord; indexes: { user: string } };
}

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

const name = 'pairwright-outbox';

async function openIndexedDb(): Promise<OutboxStore> {
  const db: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
    upgrade(database) {
      const actions = database.createObjectStore('actions', { keyPath: 'seq', autoIncrement: true });
      actions.createIndex('user', 'userId');
    },
    // A newer version of this page waits in another tab: give way, it re-opens.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return {
    durable: true,
    async add(record) {
      // 'strict': saved means on the disk, also when the machine loses power.
      const tx = db.transaction('actions', 'readwrite', { durability: 'strict' });
      const seq = await tx.store.add(record as OutboxRecord);
      await tx.done;
      return seq;
    },
    list: async (userId) =>
      (await db.getAllFromIndex('actions', 'user', userId)).sort((a, b) => a.seq - b.seq),
    async remove(seqs) {
      const tx = db.transaction('actions', 'readwrite');
      await Promise.all([...seqs.map((seq) => tx.store.delete(seq)), tx.done]);
    },
    async setRefusal(seq, refusal) {
      const tx = db.transaction('actions', 'readwrite');
      const record = await tx.store.get(seq);
      if (record !== undefined) await tx.store.put({ ...record, refusal });
      await tx.done;
    },
  };
}

export function memoryStore(from = 0): OutboxStore {
  let last = from;
  const records = new Map<number, OutboxRecord>();
  return {
    durable: false,
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

/** Numbers of actions that only memory holds start here: after everything the disk holds. */
const memoryFrom = 2 ** 50;

/** Keeps in memory what the disk refuses (full, or damaged), so that it is still sent while the page lives. */
export function withOverflow(disk: OutboxStore): OutboxStore {
  const memory = memoryStore(memoryFrom);
  let overflowed = false;
  const home = (seq: number): OutboxStore => (seq > memoryFrom ? memory : disk);
  return {
    get durable() {
      return !overflowed;
    },
    async add(record) {
      try {
        return await disk.add(record);
      } catch {
        overflowed = true;
        return memory.add(record);
      }
    },
    list: async (userId) => [...(await disk.list(userId)), ...(await memory.list(userId))],
    async remove(seqs) {
      await memory.remove(seqs);
      await disk.remove(seqs.filter((seq) => seq <= memoryFrom));
    },
    setRefusal: (seq, refusal) => home(seq).setRefusal(seq, refusal),
  };
}

let opened: Promise<OutboxStore> | null = null;

/** The store of this browser; in memory where the browser forbids anything lasting. */
export function openStore(): Promise<OutboxStore> {
  opened ??= openIndexedDb().then(withOverflow, () => memoryStore());
  return opened;
}

/** Actions of this person that the server does not have, the refused ones included. */
export async function countUnsent(userId: string): Promise<number> {
  return (await (await openStore()).list(userId)).length;
}

/** Forgets what waits; only after the person was told what is lost. */
export async function clearOutboxOf(userId: string): Promise<void> {
  const store = await openStore();
  const records = await store.list(userId);
  await store.remove(records.map((record) => record.seq));
}
