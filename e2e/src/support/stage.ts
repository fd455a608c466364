import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type Product, type ProductOptions, startProduct } from './product.ts';

/** Of this test file alone: every file has its modules to itself. Set once `onStage` has run its set-up. */
export let product: Product;
export let browser: Browser;

/** Starts the product and a browser before the tests of a file, and stops both after them. */
export function onStage(options: ProductOptions): void {
  beforeAll(async () => {
    product = await startProduct(options);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await product.stop();
  });
}
