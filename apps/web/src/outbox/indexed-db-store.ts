import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { type Sealed, sealing, unseal } from '../device/seal.ts';
import type { Action, OutboxRecord, Refusal } from './action.ts';
import type { OutboxStore } from './store.ts';

/**
 * As it lies on the disk: of a sealed one only whose it is, in which order and whether it was refused. Its `userId` is another one
 * than the person's, so that a page of an earlier version, which cannot open it, leaves it alone.
 */
interface SealedRecord {
  seq: number;
  userId: string;
  refusal: Refusal | null;
  sealed: Sealed;
}

interface Schema extends DBSchema {
  actions: { key: number; value: OutboxRecord | SealedRecord; indexes: { user: string } };
}

const sealedUser = (userId: string): string => `sealed ${userId}`;

type Database = IDBPDatabase<Schema>;

const name = 'pairwright-outbox';
/**
 * Stays 1: a page of an earlier version that is still open must go on with the same store. New fields of a record are
 * optional; what needs another store gets a database of its own.
 */
const version = 1;

/** The connection, opened again whenever the browser or another version of this page has closed it. */
class Connection {
  #open: Promise<Database> | null = null;

  /** Runs a piece of work, once more on a fresh connection if this one turns out to be closed. */
  async run<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const db = await this.#connect();
    try {
      return await work(db);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      this.#open = null;
      return work(await this.#connect());
    }
  }

  #connect(): Promise<Database> {
    this.#open ??= this.#openAny().catch((error: unknown) => {
      this.#open = null;
      throw error;
    });
    return this.#open;
  }

  async #openAny(): Promise<Database> {
    try {
      return await this.#openAt(version);
    } catch (error) {
      // A later version of this page was here. It keeps the store that this one knows.
      if (!(error instanceof DOMException) || error.name !== 'VersionError') throw error;
      return this.#openAt(undefined);
    }
  }

  #openAt(at: number | undefined): Promise<Database> {
    const forget = (): void => {
      this.#open = null;
    };
    return openDB<Schema>(name, at, {
      upgrade(database) {
        if (database.objectStoreNames.contains('actions')) return;
        const actions = database.createObjectStore('actions', { keyPath: 'seq', autoIncrement: true });
        actions.createIndex('user', 'userId');
      },
      // A newer version of this page wants the database: give way; the next piece of work opens it again.
      blocking: (_current, _blocked, event) => {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    });
  }
}

async function openRecords(records: readonly SealedRecord[]): Promise<OutboxRecord[]> {
  const contents = await unseal(records.map(({ sealed }) => sealed));
  return records.flatMap(({ seq, refusal }, at) => {
    const content = contents[at];
    return content == null ? [] : [{ ...(content.value as Action & { at: number }), seq, refusal }];
  });
}

/** Whether anything waits on the disk, whoever did it. */
export async function isAnythingWaiting(): Promise<boolean> {
  return (await new Connection().run((db) => db.count('actions'))) > 0;
}

/** The outbox on the disk. Rejects where the browser allows none. */
export async function openIndexedDb(): Promise<OutboxStore> {
  const connection = new Connection();
  await connection.run((db) => db.count('actions'));
  return {
    durable: true,
    add: ({ refusal, ...action }) =>
      sealing([action], ([sealed]) =>
        connection.run(async (db) => {
          // 'strict': saved means on the disk, also when the machine loses power.
          const tx = db.transaction('actions', 'readwrite', { durability: 'strict' });
          const record =
            sealed == null ? { ...action, refusal } : { userId: sealedUser(action.userId), refusal, sealed };
          const seq = await tx.store.add(record as OutboxRecord);
          await tx.done;
          return seq;
        }),
      ),
    async list(userId) {
      const [plain, sealed] = await connection.run((db) =>
        Promise.all([
          db.getAllFromIndex('actions', 'user', userId) as Promise<OutboxRecord[]>,
          db.getAllFromIndex('actions', 'user', sealedUser(userId)) as Promise<SealedRecord[]>,
        ]),
      );
      return [...plain, ...(await openRecords(sealed))]
        .map((record) => ({ ...record, refusal: record.refusal ?? null }))
        .sort((a, b) => a.seq - b.seq);
    },
    remove: (seqs) =>
      connection.run(async (db) => {
        const tx = db.transaction('actions', 'readwrite');
        await Promise.all([...seqs.map((seq) => tx.store.delete(seq)), tx.done]);
      }),
    setRefusal: (seq, refusal) =>
      connection.run(async (db) => {
        const tx = db.transaction('actions', 'readwrite');
        const record = await tx.store.get(seq);
        if (record !== undefined) await tx.store.put({ ...record, refusal });
        await tx.done;
      }),
  };
}
