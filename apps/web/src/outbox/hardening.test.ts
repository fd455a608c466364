// Node has no IndexedDB of its own: here it is fake-indexeddb. The browser journeys use the real one.
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test } from 'vitest';
import type { Action, NewRecord } from './action.ts';
import type { Delivery } from './deliver.ts';
import { openIndexedDb } from './indexed-db-store.ts';
import { withOverflow } from './overflow.ts';
import { Sender } from './sender.ts';
import { memoryStore } from './store.ts';
import type { OutboxStore } from './store.ts';
import { inTurn } from './turn.ts';

const skip = (assignmentId: string, userId = 'u1'): Action => ({
  userId,
  projectId: 'p1',
  assignmentId,
  kind: 'skip',
  body: { reason: 'too_long' },
});
const fresh = (action: Action, at = 0): NewRecord => ({ ...action, at, refusal: null });
const idsOf = async (store: OutboxStore): Promise<string[]> =>
  (await store.list('u1')).map(({ assignmentId }) => assignmentId);

test('a later version of the page takes the database over: this one goes on with it', async () => {
  const store = await openIndexedDb();
  await store.add(fresh(skip('a')));
  const later = await openDB('pairwright-outbox', 7, {
    upgrade: (db) => void db.createObjectStore('something-new'),
  });
  await store.add(fresh(skip('b')));
  expect(await idsOf(store)).toEqual(['a', 'b']);
  // And a page of this version opened after that one.
  const again = await openIndexedDb();
  await again.add(fresh(skip('c')));
  expect(await idsOf(store)).toEqual(['a', 'b', 'c']);
  // A record of an earlier version knows no refusal.
  const { seq: _seq, refusal: _refusal, ...old } = { ...fresh(skip('d')), seq: 0 };
  await later.add('actions', old);
  expect((await store.list('u1')).at(-1)).toMatchObject({ assignmentId: 'd', refusal: null });
  later.close();
  await store.remove((await store.list('u1')).map(({ seq }) => seq));
});

test('a full disk: memory holds on, and all moves to the disk in order when there is room', async () => {
  const disk = { ...memoryStore(), durable: true };
  const add = disk.add;
  let full = false;
  disk.add = (record) => (full ? Promise.reject(new DOMException('', 'QuotaExceededError')) : add(record));
  const store = withOverflow(disk);
  await store.add(fresh(skip('a')));
  full = true;
  await store.add(fresh(skip('b')));
  await store.add(fresh(skip('c')));
  expect(store.durable).toBe(false);
  expect(await idsOf(store)).toEqual(['a', 'b', 'c']);
  const beingSent = (await store.list('u1'))[1]!;
  full = false;
  await store.add(fresh(skip('d')));
  expect(store.durable).toBe(true);
  expect((await disk.list('u1')).map(({ assignmentId }) => assignmentId)).toEqual(['a', 'b', 'c', 'd']);
  // Somebody was sending it while it moved: it is gone from where it went.
  await store.setRefusal(beingSent.seq, { code: 'not_found', detail: null, requestId: null });
  expect((await store.list('u1'))[1]).toMatchObject({ assignmentId: 'b', refusal: { code: 'not_found' } });
  await store.remove([beingSent.seq]);
  expect(await idsOf(store)).toEqual(['a', 'c', 'd']);
});

test('space that comes back is used as soon as anybody looks, without a new action', async () => {
  let full = true;
  const disk = { ...memoryStore(), durable: true };
  const add = disk.add;
  disk.add = (record) => (full ? Promise.reject(new DOMException('', 'QuotaExceededError')) : add(record));
  const store = withOverflow(disk);
  await store.add(fresh(skip('a')));
  full = false;
  expect(await idsOf(store)).toEqual(['a']);
  expect(store.durable).toBe(true);
  expect(await disk.list('u1')).toHaveLength(1);
});

test('a disk that cannot be read does not stop what memory holds', async () => {
  const broken: OutboxStore = {
    durable: true,
    add: () => Promise.reject(new Error('broken')),
    list: () => Promise.reject(new Error('broken')),
    remove: () => Promise.reject(new Error('broken')),
    setRefusal: () => Promise.reject(new Error('broken')),
  };
  const store = withOverflow(broken);
  await store.add(fresh(skip('a')));
  expect(await idsOf(store)).toEqual(['a']);
  await store.remove((await store.list('u1')).map(({ seq }) => seq));
  expect(await idsOf(store)).toEqual([]);
});

test('the order is that of doing, whatever the clock of the device says', async () => {
  const store = memoryStore();
  for (const [index, at] of [5000, 1000, 90_000_000, 0].entries())
    await store.add(fresh(skip(`a${index}`), at));
  const sent: string[] = [];
  await senderOf(store, (id) => {
    sent.push(id);
    return { kind: 'done', status: null };
  }).drain();
  expect(sent).toEqual(['a0', 'a1', 'a2', 'a3']);
});

test('what one person did is never sent while another is signed in', async () => {
  const store = memoryStore();
  await store.add(fresh(skip('of-u1')));
  await store.add(fresh(skip('of-u2', 'u2')));
  const sent: string[] = [];
  const sender = new Sender({
    ...depsOf(store, (id) => {
      sent.push(id);
      return { kind: 'done', status: null };
    }),
    userId: 'u2',
  });
  await sender.drain();
  expect(sent).toEqual(['of-u2']);
  expect(await idsOf(store)).toEqual(['of-u1']);
});

test('an accepted answer settles the refused one before it', async () => {
  const store = memoryStore();
  await store.add(fresh(skip('a')));
  await store.add(fresh(skip('b')));
  await store.setRefusal(1, { code: 'judgment_incomplete', detail: null, requestId: null });
  await store.setRefusal(2, { code: 'judgment_incomplete', detail: null, requestId: null });
  await store.add(fresh(skip('a')));
  await senderOf(store, () => ({ kind: 'done', status: null })).drain();
  expect(await idsOf(store)).toEqual(['b']);
});

function depsOf(store: OutboxStore, answer: (assignmentId: string) => Delivery) {
  return {
    store,
    userId: 'u1',
    now: () => 0,
    random: () => 0.5,
    onSettled: () => undefined,
    deliver: (record: { assignmentId: string }) => Promise.resolve(answer(record.assignmentId)),
  };
}

function senderOf(store: OutboxStore, answer: (assignmentId: string) => Delivery): Sender {
  return new Sender(depsOf(store, answer));
}

/** Locks as the standard has them, for one name. */
class OneLock {
  #holder: { reject: (error: unknown) => void } | null = null;
  readonly #queue: (() => void)[] = [];

  request = ((_name: string, options: LockOptions, work: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      const hold = (): void => {
        const me = { reject };
        this.#holder = me;
        void (work() as Promise<never>).then(resolve, reject).finally(() => {
          if (this.#holder !== me) return;
          this.#holder = null;
          this.#queue.shift()?.();
        });
      };
      if (options.steal === true) {
        this.#holder?.reject(new DOMException('stolen', 'AbortError'));
        hold();
      } else if (this.#holder === null) hold();
      else {
        const wait = (): void => hold();
        this.#queue.push(wait);
        options.signal?.addEventListener('abort', () => {
          const place = this.#queue.indexOf(wait);
          if (place < 0) return;
          this.#queue.splice(place, 1);
          reject(options.signal?.reason);
        });
      }
    })) as LockManager['request'];
}

test('a tab that sleeps with the turn loses it, and does nothing more when it wakes', async () => {
  const turns = { locks: new OneLock(), now: () => 0, shareMs: 1, longestMs: 5 };
  let wake: () => void = () => undefined;
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  const sleeper = inTurn(async (isMyTurn) => {
    await asleep;
    return isMyTurn();
  }, turns);
  expect(await inTurn((isMyTurn) => Promise.resolve(isMyTurn()), turns)).toBe(true);
  wake();
  expect(await sleeper).toBe(false);
});

test('a turn ends when its share is over, so that other tabs come to send', async () => {
  let now = 0;
  const turns = { locks: new OneLock(), now: () => now, shareMs: 10, longestMs: 5000 };
  const seen: boolean[] = [];
  await inTurn((isMyTurn) => {
    seen.push(isMyTurn());
    now = 10;
    seen.push(isMyTurn());
    return Promise.resolve();
  }, turns);
  expect(seen).toEqual([true, false]);
});
