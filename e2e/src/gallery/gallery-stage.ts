import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { launchPictureBrowser, whyNoPictures } from '../support/browser.ts';
import type { StoryInfo } from './frame.ts';
import { startGallery } from './gallery-server.ts';
import type { GalleryServer } from './gallery-server.ts';

/** Of the test file that is running: a process runs one after the other. Set once `onGallery` has run its set-up. */
export let browser: Browser;
export let address: string;
export let stories: readonly StoryInfo[];

/** Serves the gallery and starts the browser for its pictures; where that does not run, tests are skipped. */
export function onGallery(): void {
  let server: GalleryServer | undefined;
  beforeAll(async () => {
    if (whyNoPictures !== null) return;
    browser = await launchPictureBrowser();
    server = await startGallery();
    ({ address } = server);
    stories = await listStories();
  });
  beforeEach((context) => context.skip(whyNoPictures !== null, whyNoPictures ?? ''));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
}

async function listStories(): Promise<StoryInfo[]> {
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
