import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      '<!doctype html><html lang="en"><title>Hello</title><button onclick="this.textContent=crypto.randomUUID()">press</button>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
});

test('a real Chromium opens a page, takes a key press and draws', async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.getByRole('button', { name: 'press' }).focus();
  await page.keyboard.press('Enter');
  expect(await page.getByRole('button').textContent()).toMatch(/^[0-9a-f-]{36}$/);
  expect((await page.screenshot()).length).toBeGreaterThan(1_000);
  await page.close();
});

test('pages keep IndexedDB and several contexts apart', async () => {
  const stored = async (): Promise<string[]> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const names = await page.evaluate(async () => {
      const before = (await indexedDB.databases()).map((database) => database.name ?? '');
      await new Promise((resolve) => (indexedDB.open('outbox').onsuccess = resolve));
      return before;
    });
    await context.close();
    return names;
  };
  expect(await stored()).toEqual([]);
  expect(await stored()).toEqual([]);
});
