import { expect, test } from 'vitest';
import { browser, onStage, product } from '../support/stage.ts';
import { screenFaults } from '../support/screen.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

/** Somebody who runs projects, whose browser has the program. */
async function admin(locale: 'en' | 'zh-CN'): Promise<Visitor> {
  const visitor = await visitAs(browser, product, { who: 'admin', locale, installs: true });
  await visitor.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  // Who is signed in is kept a moment after the first page was seen.
  await expect.poll(() => keptFacts(visitor)).toContain('getMe');
  return visitor;
}

/** The names of what the device keeps beside the program. */
function keptFacts({ page }: Visitor): Promise<string> {
  return page.evaluate(async () => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === 'pairwright-device')) return '';
    return new Promise<string>((resolve, reject) => {
      const asked = indexedDB.open('pairwright-device');
      asked.onerror = () => reject(asked.error ?? new Error('no database'));
      asked.onsuccess = () => {
        const keys = asked.result.transaction('facts').objectStore('facts').getAllKeys();
        keys.onsuccess = () => {
          asked.result.close();
          resolve(JSON.stringify(keys.result));
        };
      };
    });
  });
}

/** Addresses and texts of all that service workers have put away. */
function cached({ page }: Visitor): Promise<{ path: string; text: string }[]> {
  return page.evaluate(async () => {
    const found: { path: string; text: string }[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        found.push({
          path: new URL(request.url).pathname,
          text: (await (await cache.match(request))?.text()) ?? '',
        });
    }
    return found;
  });
}

test.each(['en', 'zh-CN'] as const)(
  'a page of the console that is opened without the network says so, and comes when it is back: %s',
  async (locale) => {
    const visitor = await admin(locale);
    const { page, words, context } = visitor;
    const title = page.getByRole('heading', { level: 1, name: words('shell.no_connection') });
    const people = page.getByRole('heading', { level: 1, name: words('console-people.people') });
    await context.setOffline(true);
    await page.goto('/people');
    await title.waitFor();
    await page.getByText(words('shell.no_connection_why')).waitFor();
    expect(await screenFaults(visitor, 'no connection')).toEqual([]);
    // Its button asks at once, and says what came of it.
    await page.getByRole('button', { name: words('ui.retry') }).click();
    await page.getByText(words('shell.still_no_connection')).waitFor();
    // Back again it goes on by itself, where it was asked to go.
    await context.setOffline(false);
    await people.waitFor();
    expect(new URL(page.url()).pathname).toBe('/people');
    await page.getByText('anna@demo.pairwright.local').waitFor();
    expect(visitor.faults).toEqual([]);
    await context.close();
  },
);

test('a server that is away is waited for too, and the button is as good as the clock', async () => {
  const visitor = await admin('en');
  const { page, words, context } = visitor;
  await page.goto('/people');
  await page.getByText('anna@demo.pairwright.local').waitFor();
  await product.killApi();
  await page.goto('/system');
  await page.getByRole('heading', { level: 1, name: words('shell.no_connection') }).waitFor();
  await product.startApi();
  const retry = page.getByRole('button', { name: words('ui.retry') });
  const here = page.getByRole('heading', { level: 1, name: words('console-system.system') });
  await expect
    .poll(async () => {
      if (await retry.isVisible()) await retry.click();
      return here.isVisible();
    })
    .toBe(true);
  await context.close();
});

test('what was there before the network went stays, and nothing of the console is kept on the device', async () => {
  const visitor = await admin('en');
  const { page, words, context } = visitor;
  await page.goto('/people');
  await page.getByText('anna@demo.pairwright.local').waitFor();
  await context.setOffline(true);
  await page.getByText(words('shell.offline')).waitFor();
  await page.getByText('anna@demo.pairwright.local').waitFor();
  const files = await cached(visitor);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(({ path }) => !/^\/(index\.html|boot\.js|icon\.svg|assets\/.+)$/.test(path))).toEqual(
    [],
  );
  expect(files.filter(({ text }) => text.includes('anna@demo.pairwright.local'))).toEqual([]);
  const facts = await keptFacts(visitor);
  expect(facts).not.toMatch(/listUsers|listProjects"|getSystem|listMembers/);
  // Reloaded, what was read before is gone: it was never stored.
  await page.reload();
  await page.getByRole('heading', { level: 1, name: words('shell.no_connection') }).waitFor();
  expect(await page.getByText('anna@demo.pairwright.local').count()).toBe(0);
  await context.close();
});
