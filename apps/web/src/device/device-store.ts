import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { type Sealed, sealing, unseal } from './seal.ts';

/**
 * What a signed-in person needs to go on without the server: who they are, their project, the pairs they were given, what
 * can be undone. Prompts and answers are in here, so they are sealed by a key of this browser, and all is emptied at sign-out, when somebody else signs in, and pair by
 * pair when one is decided or given back. What people did is not here but in the outbox.
 */
interface Schema extends DBSchema {
  facts: { key: [string, string]; value: Fact };
  works: { key: [string, string, string]; value: StoredWork };
}

interface Fact {
  userId: string;
  name: string;
  /** Null where it is sealed. */
  value: unknown;
  sealed?: Sealed;
}

export interface KeptWork {
  userId: string;
  projectId: string;
  id: string;
  /** Place in the queue. */
  order: number;
  /** As the server gave it. */
  work: unknown;
}

/** As it lies on the disk: `work` is null where it is sealed. */
type StoredWork = KeptWork & { sealed?: Sealed };

type Database = IDBPDatabase<Schema>;

const name = 'pairwright-device';

/** Under nobody's name: who was here last. */
const nobody = '';

let opened: Promise<Database> | null = null;

function database(): Promise<Database> {
  opened ??= openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('facts', { keyPath: ['userId', 'name'] });
      db.createObjectStore('works', { keyPath: ['userId', 'projectId', 'id'] });
    },
    blocking: (_current, _wanted, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** Keeps one fact about a person. Rejects where the browser keeps nothing. */
export async function keepFact(userId: string, fact: string, value: unknown): Promise<void> {
  await sealing([value], async ([sealed]) => {
    const row = sealed == null ? { value } : { value: null, sealed };
    await (await database()).put('facts', { userId, name: fact, ...row });
  });
}

export async function keptFact(userId: string, fact: string): Promise<unknown> {
  const found = await (await database()).get('facts', [userId, fact]);
  if (found?.sealed === undefined) return found?.value ?? null;
  const [content] = await unseal([found.sealed]);
  return content?.value ?? null;
}

/** Who was signed in here last, while their things are kept. */
export async function lastPerson(): Promise<string | null> {
  const id = await keptFact(nobody, 'last');
  return typeof id === 'string' ? id : null;
}

/** Somebody is here: what is kept of others goes. */
export async function beHere(userId: string): Promise<void> {
  const db = await database();
  const tx = db.transaction(['facts', 'works'], 'readwrite');
  const facts = tx.objectStore('facts');
  const works = tx.objectStore('works');
  for (const key of await facts.getAllKeys()) if (key[0] !== userId) void facts.delete(key);
  for (const key of await works.getAllKeys()) if (key[0] !== userId) void works.delete(key);
  void facts.put({ userId: nobody, name: 'last', value: userId });
  await tx.done;
}

/** Nobody is here any more: everything goes. */
export async function forgetEverybody(): Promise<void> {
  const tx = (await database()).transaction(['facts', 'works'], 'readwrite');
  void tx.objectStore('facts').clear();
  void tx.objectStore('works').clear();
  await tx.done;
}

/** Brings the kept pairs of a project up to date in one step. */
export async function changeWorks(change: {
  put: readonly KeptWork[];
  drop: readonly [string, string, string][];
}): Promise<void> {
  const works = change.put.map(({ work }) => work);
  await sealing(works, async (sealed) => {
    const tx = (await database()).transaction('works', 'readwrite');
    for (const [at, kept] of change.put.entries()) {
      const of = sealed[at];
      void tx.store.put(of == null ? kept : { ...kept, work: null, sealed: of });
    }
    for (const key of change.drop) void tx.store.delete(key);
    await tx.done;
  });
}

/** The kept pairs of a project in the order of the queue. */
export async function keptWorks(userId: string, projectId: string): Promise<KeptWork[]> {
  const range = IDBKeyRange.bound([userId, projectId], [userId, projectId, []]);
  const found = await (await database()).getAll('works', range);
  const contents = await unseal(found.flatMap(({ sealed }) => (sealed === undefined ? [] : [sealed])));
  let next = 0;
  return found
    .flatMap(({ sealed, ...kept }): KeptWork[] => {
      if (sealed === undefined) return [kept];
      // What cannot be opened any more is fetched again.
      const content = contents[next++] ?? null;
      return content === null ? [] : [{ ...kept, work: content.value }];
    })
    .sort((a, b) => a.order - b.order);
}
