import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';

/** A value as it lies on the disk. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
}

const name = 'pairwright-key';
/** There is one: of this browser, for whoever is here. */
const only = 'device';
const algorithm = 'AES-GCM';

let opened: Promise<IDBPDatabase<Schema>> | null = null;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(name, 1, {
    upgrade: (db) => void db.createObjectStore('keys'),
    blocking: (_current, _wanted, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => (opened = null),
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** Held while something is sealed and stored, so that nobody takes the key away in between. */
function locked<T>(mode: LockMode, work: () => Promise<T>): Promise<T> {
  const { locks } = navigator as { locks?: LockManager | null };
  return locks == null ? work() : locks.request(name, { mode }, work);
}

/**
 * The key of this browser, which no program can read out; null where there is none yet and none is wanted, and where the browser
 * makes or keeps none: without https, and in some private windows.
 */
async function findKey(mayMake: boolean): Promise<CryptoKey | null> {
  const { subtle } = crypto as Partial<Crypto>;
  if (subtle === undefined) return null;
  try {
    const found = await (await database()).get('keys', only);
    if (found !== undefined || !mayMake) return found ?? null;
    const made = await subtle.generateKey({ name: algorithm, length: 256 }, false, ['encrypt', 'decrypt']);
    const tx = (await database()).transaction('keys', 'readwrite');
    // Another tab may have been faster.
    const key = (await tx.store.get(only)) ?? made;
    if (key === made) void tx.store.put(made, only);
    await tx.done;
    return key;
  } catch {
    return null;
  }
}

/** Seals values and stores them in one go. `work` gets null for a value where nothing can be sealed here, and stores it as it is. */
export function sealing<T>(
  values: readonly unknown[],
  work: (sealed: readonly (Sealed | null)[]) => Promise<T>,
): Promise<T> {
  return locked('shared', async () => {
    const key = await findKey(true);
    if (key === null) return work(values.map(() => null));
    return work(await Promise.all(values.map((value) => seal(key, value))));
  });
}

async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify({ value }));
  return { iv, data: await crypto.subtle.encrypt({ name: algorithm, iv }, key, plain) };
}

/** Opens what was sealed here, each by itself: null for what cannot be opened, because its key is gone. */
export async function unseal(sealed: readonly Sealed[]): Promise<({ value: unknown } | null)[]> {
  if (sealed.length === 0) return [];
  const key = await findKey(false);
  if (key === null) return sealed.map(() => null);
  return Promise.all(sealed.map((one) => open(key, one)));
}

async function open(key: CryptoKey, { iv, data }: Sealed): Promise<{ value: unknown } | null> {
  try {
    const plain = await crypto.subtle.decrypt({ name: algorithm, iv }, key, data);
    return JSON.parse(new TextDecoder().decode(plain)) as { value: unknown };
  } catch {
    return null;
  }
}

/** Takes the key away with what it sealed, unless something still needs it. */
export async function forgetKey(isNeeded: () => Promise<boolean>): Promise<void> {
  await locked('exclusive', async () => {
    if (!(await isNeeded())) await (await database()).clear('keys');
  });
}
