import type { Page } from 'playwright-core';
import { vi } from 'vitest';

/** Waits until the program and so many pairs are on the device, so that the page can be opened without the server. */
export async function untilKept(page: Page, pairs: number): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await vi.waitUntil(async () => (await keptPairs(page)) >= pairs && (await knowsPerson(page)), {
    timeout: 20_000,
    interval: 100,
  });
}

/** How many pairs with their texts are on the device. */
export async function keptPairs(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const asked = indexedDB.open('pairwright-device');
        asked.onerror = () => reject(asked.error ?? new Error('no database'));
        asked.onsuccess = () => {
          const db = asked.result;
          if (!db.objectStoreNames.contains('works')) {
            db.close();
            resolve(0);
            return;
          }
          const count = db.transaction('works').objectStore('works').count();
          count.onsuccess = () => {
            db.close();
            resolve(count.result);
          };
        };
      }),
  );
}

async function knowsPerson(page: Page): Promise<boolean> {
  const facts = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const asked = indexedDB.open('pairwright-device');
        asked.onsuccess = () => {
          const keys = asked.result.transaction('facts').objectStore('facts').getAllKeys();
          keys.onsuccess = () => {
            asked.result.close();
            resolve(JSON.stringify(keys.result));
          };
        };
      }),
  );
  return facts.includes('getMe') && facts.includes('getMyProject');
}
