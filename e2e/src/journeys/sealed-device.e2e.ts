import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchIn } from '../support/browser.ts';
import { untilKept } from '../support/kept.ts';
import { waitingActions } from '../support/moments.ts';
import { onStage, product } from '../support/stage.ts';
import { demoPerson } from '../support/visitor.ts';
import { wordsOf } from '../support/words.ts';
import { Workbench } from '../support/workbench.ts';

const words = wordsOf('en');
const project = 'Demo: Helpfulness';

let folder: string;
let context: BrowserContext;

onStage({ demo: true });
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-browser-'));
});
afterAll(async () => {
  await context?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<Page> {
  context = await launchIn(folder, product.baseUrl);
  return context.pages()[0] ?? context.newPage();
}

/** Everything that pages have stored in this browser, as one text: what is bytes letter by letter. */
function storedBy(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const said: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('not read'));
      });
    for (const { name } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name!));
      for (const store of db.objectStoreNames)
        said.push(await done(db.transaction(store).objectStore(store).getAll()));
      db.close();
    }
    return JSON.stringify(said, (_key, value: unknown) => {
      if (value instanceof CryptoKey) return { extractable: value.extractable };
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
      return bytes instanceof Uint8Array ? new TextDecoder('latin1').decode(bytes) : value;
    });
  });
}

/** The same on the disk of the machine. */
async function filesWith(text: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const one of names.filter((entry) => entry.isFile() && /IndexedDB/.test(entry.parentPath))) {
    const bytes = await readFile(path.join(one.parentPath, one.name));
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(one.name);
  }
  return found;
}

test('what waits on the device is sealed, outlives a restart of the browser without a server, and is sent then', async () => {
  const page = await open();
  const answer = await context.request.post('/api/v1/session', {
    headers: { origin: product.baseUrl },
    data: demoPerson('anna'),
  });
  expect(answer.ok()).toBe(true);
  const bench = new Workbench({ page, words });
  await bench.open(project);
  await untilKept(page, 6);
  const { texts } = await bench.read();
  // Words as people wrote them, and not those that the page itself is made of.
  const phrases = texts.flatMap((text) => text.match(/[\p{L}\d ,']{24,60}/gu)?.slice(0, 3) ?? []);
  expect(phrases.length).toBeGreaterThan(2);
  await product.killApi();
  await context.setOffline(true);
  const assignmentId = await bench.ready();
  await bench.decide('3');
  await expect.poll(() => waitingActions(page)).toBe(1);

  const stored = await storedBy(page);
  expect(stored).toContain('"extractable":false');
  for (const phrase of [...phrases, '"outcome"', '"position"', demoPerson('anna').email])
    expect(stored, phrase).not.toContain(phrase);
  await context.close();
  for (const phrase of phrases) expect(await filesWith(phrase), phrase).toEqual([]);

  const again = await open();
  const next = new Workbench({ page: again, words });
  // Without the server: the program and the pairs come from the device.
  await context.setOffline(true);
  await again.goto(`/annotate/${new URL(page.url()).pathname.split('/').at(-1)}`);
  await next.ready();
  expect(await next.current()).not.toBe(assignmentId);
  expect(await waitingActions(again)).toBe(1);
  await context.setOffline(false);
  await product.startApi();
  const given = () =>
    product.database.pool.query('select position from judgments where assignment_id = $1', [assignmentId]);
  await expect.poll(async () => (await given()).rows, { timeout: 60_000 }).toEqual([{ position: 3 }]);
  await expect.poll(() => waitingActions(again)).toBe(0);
});

test('signing out takes the key away with what it sealed', async () => {
  const page = context.pages()[0]!;
  expect(await storedBy(page)).toContain('"extractable":false');
  await page.getByRole('button', { name: words('shell.user_menu') }).click();
  await page.getByRole('menuitem', { name: words('shell.sign_out') }).click();
  await page.waitForURL('**/sign-in');
  await expect.poll(() => storedBy(page)).not.toContain('extractable');
});
