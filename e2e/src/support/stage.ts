import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { sharedBrowser, tidy } from './shared-browser.ts';
import { type Product, type ProductOptions, startProduct } from './product.ts';

/** Of the test file that is running: a process runs one after the other. Set once `onStage` has run its set-up. */
export let product: Product;
export let browser: Browser;

/** Before the tests of a file, starts a product of its own and finds a browser without windows; ends what there is of both after them. */
export function onStage(options: ProductOptions): void {
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(options), sharedBrowser()]);
  });
  afterAll(async () => {
    await tidy(browser);
    await product.stop();
  });
}
