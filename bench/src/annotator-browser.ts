import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '@pairwright/e2e/support/browser';
import { addMarkdownComparisons, type Content, type Texts } from './annotate-data.ts';
import { type RunningApi, startApi } from './api-process.ts';
import type { Bench } from './benchmark.ts';
import { createVoteData, PROJECT_ID, settle } from './vote-data.ts';

/** Session token of the only annotator. */
const TOKEN = '0'.padStart(43, '0');
/** Looking in every frame, as is usual, would make the page draw frames all the time. */
export const POLLING = { polling: 20 };
const PANE = '[data-assignment][data-visible]';

/** A real Chromium with an annotator signed in to the built product. */
export interface AnnotatorBrowser {
  readonly page: Page;
  /** Where the annotator votes. */
  readonly address: string;
  /** Waits until a vote on the pair on the screen would count. */
  untilVotable(): Promise<string>;
  /** Makes the browser's processor so many times slower than it is. */
  slowDown(times: number): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly comparisons: number;
  readonly content: Content;
  /** Without it two answers of 6 kB each. */
  readonly texts?: Texts;
}

/** Starts database, API and browser; so many comparisons of Markdown wait. */
export async function openAnnotatorBrowser(
  bench: Bench,
  { comparisons, content, texts = 'usual' }: Waiting,
): Promise<AnnotatorBrowser> {
  const database = await bench.createDatabase(`annotate_${content}_${texts}`);
  await createVoteData(database, { comparisons: 0, annotators: 1, target: 1 });
  await addMarkdownComparisons(database, { count: comparisons, seed: bench.seed, content, texts });
  await settle(database);
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    const api: RunningApi = await startApi(bench, database);
    opened.push({ close: () => api.stop() });
    const browser: Browser = await launchBrowser();
    opened.push(browser);
    const context: BrowserContext = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en',
    });
    await context.addCookies([{ name: 'pairwright', value: TOKEN, url: api.baseUrl }]);
    const page = await context.newPage();
    return {
      page,
      address: `${api.baseUrl}/annotate/${PROJECT_ID}`,
      untilVotable: () => untilVotable(page),
      slowDown: async (times) => {
        const session = await context.newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: times });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function untilVotable(page: Page): Promise<string> {
  const handle = await page.waitForFunction(
    (selector) => {
      const painted = document.querySelector('[data-guard=settling]')?.getAttribute('data-painted');
      // A vote counts from 250 ms after the paint; the rest is for the page to come to rest.
      if (painted == null || performance.now() - Number(painted) < 350) return null;
      return document.querySelector(selector)?.getAttribute('data-assignment');
    },
    PANE,
    POLLING,
  );
  return (await handle.jsonValue()) as string;
}
