import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchPictureBrowser } from '../support/browser.ts';
import { Frame, locales } from './frame.ts';
import type { StoryInfo } from './frame.ts';
import { startGallery } from './gallery-server.ts';
import type { GalleryServer } from './gallery-server.ts';

let gallery: GalleryServer;
let browser: Browser;
let stories: readonly StoryInfo[];

beforeAll(async () => {
  browser = await launchPictureBrowser();
  gallery = await startGallery();
  stories = await storiesOf(browser, gallery.address);
});

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

async function storiesOf(browser: Browser, address: string): Promise<StoryInfo[]> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForSelector('nav a[data-story-name]');
  const found = await page.$$eval('nav a[data-story-name]', (links) =>
    links.map((link) => ({
      id: link.getAttribute('data-story-name') ?? '',
      height: Number(link.getAttribute('data-height')) || null,
    })),
  );
  await page.close();
  return found;
}

test('letters come from the fonts that the gallery brings, so that pictures do not hang on the machine', async () => {
  const frame = await Frame.open(browser, { address: gallery.address, width: 1280 });
  const foreign: Record<string, string[]> = {};
  const own = new Set<string>();
  for (const { id, height } of stories) {
    for (const locale of locales) {
      await frame.show({ story: id, theme: 'light', locale }, height);
      const fonts = await frame.fonts();
      for (const font of fonts.own) own.add(font);
      if (fonts.foreign.length > 0) foreign[`${id} ${locale}`] = fonts.foreign;
    }
  }
  expect(foreign).toEqual({});
  expect(Frame.faults).toEqual([]);
  expect(own.size).toBeGreaterThan(1);
});
