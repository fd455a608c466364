import type { Draft } from '@pairwright/contract/judgment';
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { type Sealed, sealing, unseal } from './seal.ts';

/** What was entered for one assignment and not given, as this device knows it. */
export interface DraftRecord {
  readonly userId: string;
  readonly projectId: string;
  readonly assignmentId: string;
  readonly draft: Draft;
  /** When it was entered, on this device's clock. */
  readonly at: number;
  /** The server does not have it yet. An empty draft stays until the server has taken its own away. */
  readonly pending: boolean;
  /** What the server last said about its own draft: when it was saved, null for none, as far as this device knows. */
  readonly base: string | null;
}

/** Where drafts are kept on this device. */
export interface DraftStore {
  list(userId: string, projectId: string): Promise<DraftRecord[]>;
  put(record: DraftRecord): Promise<void>;
  remove(userId: string, assignmentId: string): Promise<void>;
  clear(): Promise<void>;
  /** Keeps, before this returns, what `put` has not written yet: the page may be gone at once. The next `list` writes it. */
  rescue(records: readonly DraftRecord[]): void;
}

/** As it lies on the disk, where the browser has a key: what was entered is sealed. */
type SealedDraft = Omit<DraftRecord, 'draft'> & { readonly sealed: Sealed };

interface Schema extends DBSchema {
  drafts: {
    key: [string, string];
    value: DraftRecord | SealedDraft;
    indexes: { project: [string, string] };
  };
}

/** Drafts older than this are of assignments that somebody else has long had. */
const longestMs = 30 * 86_400_000;

const rescuedKey = 'pairwright.rescued-drafts';

/** What is there but cannot be read is none of ours, and no reason to keep nothing on this device. */
function rescued(): DraftRecord[] {
  try {
    return JSON.parse(localStorage.getItem(rescuedKey) ?? '[]') as DraftRecord[];
  } catch {
    return [];
  }
}

/** What cannot be opened any more is left to the server's own draft. */
async function openDrafts(records: readonly (DraftRecord | SealedDraft)[]): Promise<DraftRecord[]> {
  const sealed = records.flatMap((record) => ('sealed' in record ? [record.sealed] : []));
  const contents = await unseal(sealed);
  let next = 0;
  return records.flatMap((record) => {
    if (!('sealed' in record)) return [record];
    const content = contents[next++] ?? null;
    const { sealed: _sealed, ...rest } = record;
    return content === null ? [] : [{ ...rest, draft: content.value as Draft }];
  });
}

async function openIndexedDb(): Promise<DraftStore> {
  const db: IDBPDatabase<Schema> = await openDB<Schema>('pairwright-drafts', 1, {
    upgrade(database) {
      const drafts = database.createObjectStore('drafts', { keyPath: ['userId', 'assignmentId'] });
      drafts.createIndex('project', ['userId', 'projectId']);
    },
    // A newer version of this page waits in another tab: give way, it re-opens.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  const put = ({ draft, ...record }: DraftRecord): Promise<void> =>
    sealing([draft], async ([sealed]) => {
      await db.put('drafts', sealed == null ? { ...record, draft } : { ...record, sealed });
    });
  return {
    async list(userId, projectId) {
      for (const record of rescued()) {
        const known = await db.get('drafts', [record.userId, record.assignmentId]);
        if (known === undefined || known.at <= record.at) await put(record);
      }
      localStorage.removeItem(rescuedKey);
      const all = await db.getAllFromIndex('drafts', 'project', [userId, projectId]);
      const old = all.filter(({ at }) => Date.now() - at > longestMs);
      await Promise.all(old.map((record) => db.delete('drafts', [userId, record.assignmentId])));
      return openDrafts(all.filter((record) => !old.includes(record)));
    },
    put,
    remove: (userId, assignmentId) => db.delete('drafts', [userId, assignmentId]),
    clear() {
      localStorage.removeItem(rescuedKey);
      return db.clear('drafts');
    },
    rescue(records) {
      if (records.length > 0) localStorage.setItem(rescuedKey, JSON.stringify([...rescued(), ...records]));
    },
  };
}

export function memoryDraftStore(): DraftStore {
  const records = new Map<string, DraftRecord>();
  const name = (userId: string, assignmentId: string): string => `${userId} ${assignmentId}`;
  return {
    list: (userId, projectId) =>
      Promise.resolve(
        [...records.values()].filter((one) => one.userId === userId && one.projectId === projectId),
      ),
    put(record) {
      records.set(name(record.userId, record.assignmentId), record);
      return Promise.resolve();
    },
    remove(userId, assignmentId) {
      records.delete(name(userId, assignmentId));
      return Promise.resolve();
    },
    clear() {
      records.clear();
      return Promise.resolve();
    },
    // Writes at once.
    rescue: () => undefined,
  };
}

/** What a disk refuses (full, forbidden, damaged) is not kept on it: the server still gets it. */
function forgiving(disk: DraftStore): DraftStore {
  const memory = memoryDraftStore();
  return {
    list: (userId, projectId) => disk.list(userId, projectId).catch(() => memory.list(userId, projectId)),
    put: (record) => disk.put(record).catch(() => memory.put(record)),
    remove: (userId, assignmentId) =>
      disk.remove(userId, assignmentId).catch(() => memory.remove(userId, assignmentId)),
    clear: () => Promise.all([disk.clear().catch(() => undefined), memory.clear()]).then(() => undefined),
    rescue(records) {
      try {
        disk.rescue(records);
      } catch {
        // The server is asked at the same moment.
      }
    },
  };
}

let opened: Promise<DraftStore> | null = null;

/** The store of this browser, beside the outbox's; in memory where the browser forbids anything lasting. */
export function openDraftStore(): Promise<DraftStore> {
  opened ??= openIndexedDb().then(forgiving, memoryDraftStore);
  return opened;
}

/** Forgets the drafts of everybody on this device: somebody signs out of a machine that may be shared. */
export async function forgetDrafts(): Promise<void> {
  await (await openDraftStore()).clear();
}
