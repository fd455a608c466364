import type { BrowserContext, Page, Route } from 'playwright-core';

/** A moment that was reached and is held until it is let go of. */
export interface Held {
  /** Settles when the moment has come. */
  readonly reached: Promise<void>;
  letGo(): Promise<void>;
}

/** How far a request goes before the world stops. */
export type Reach = 'not sent' | 'in flight' | 'committed' | 'answered';

function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Holds the next request to these addresses at one point of its way; its answer is lost, unless it was answered. */
export async function holdRequest(
  { context, page }: { context: BrowserContext; page: Page },
  addresses: RegExp,
  reach: Reach,
): Promise<Held> {
  const gate = signal();
  const reached = signal();
  let store: Held | null = null;
  let first = true;
  const onRoute = async (route: Route): Promise<void> => {
    if (!first) return route.abort('connectionreset');
    first = false;
    const sent = reach === 'not sent' ? null : route.fetch();
    sent?.catch(() => undefined);
    if (reach === 'committed' || reach === 'answered') await sent;
    if (reach === 'answered' && sent !== null) {
      store = await holdStore(page);
      await store.reached;
      await route.fulfill({ response: await sent });
    }
    reached.resolve();
    if (reach === 'answered') return undefined;
    await gate.promise;
    await sent?.catch(() => undefined);
    return route.abort('connectionreset');
  };
  // Pages may be gone by the time the route is answered.
  await context.route(addresses, (route) => onRoute(route).catch(() => reached.resolve()));
  return {
    reached: reached.promise,
    async letGo() {
      gate.resolve();
      await context.unroute(addresses);
      await store?.letGo();
    },
  };
}

/** Keeps the outbox's store busy: nothing more gets onto the disk, or off it, until it is let go of. */
export async function holdStore(page: Page): Promise<Held> {
  const reached = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const world = globalThis as typeof globalThis & { holding?: boolean };
        world.holding = true;
        const asked = indexedDB.open('pairwright-outbox');
        asked.onsuccess = () => {
          const store = asked.result.transaction('actions', 'readwrite').objectStore('actions');
          const again = (): void => {
            resolve();
            if (world.holding === true) store.count().onsuccess = again;
            else asked.result.close();
          };
          store.count().onsuccess = again;
        };
      }),
  );
  return {
    reached,
    async letGo() {
      await page
        .evaluate(() => Object.assign(globalThis, { holding: false }))
        .then(() => undefined)
        .catch(() => undefined);
    },
  };
}

/** How many actions wait on the device. */
export async function waitingActions(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const asked = indexedDB.open('pairwright-outbox');
        asked.onsuccess = () => {
          const db = asked.result;
          const count = db.transaction('actions').objectStore('actions').count();
          count.onsuccess = () => {
            db.close();
            resolve(count.result);
          };
        };
      }),
  );
}
