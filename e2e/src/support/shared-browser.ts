import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';

let launched: Promise<Browser> | undefined;

/** The browser of this process, for all test files that it runs one after the other. It ends with the process. */
export async function sharedBrowser(): Promise<Browser> {
  const known = await launched?.catch(() => undefined);
  if (known?.isConnected() === true) return known;
  launched = launchBrowser();
  return launched;
}

/** Closes every window, and with each what it kept: cookies, storage, service workers. */
export async function tidy(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}
