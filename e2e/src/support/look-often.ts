import type { Browser, ElementHandle, Page } from 'playwright-core';

/** The longest time between two looks at whether what a test waits for is there. */
const longestMs = 100;

interface Progress {
  wait(ms: number): Promise<void>;
}

/** The two places of the library that look again and again, in the process that drives the browser, which is this one. */
interface FrameOfLibrary {
  retryWithProgressAndTimeouts(progress: Progress, waits: readonly number[], look: unknown): Promise<unknown>;
}
const retryAction = '_retryAction';
interface ElementOfLibrary {
  [retryAction](progress: Progress, ...rest: readonly unknown[]): Promise<unknown>;
}

/**
 * Playwright looks a few times in the first third of a second and from then on each half second, so that most of what a
 * journey waits for was there long before it was seen; there is no option for that. Fails where a new version of the library
 * looks elsewhere.
 */
export async function lookOften(browser: Browser): Promise<void> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const body = await page.$('body');
    mendFrame((behind(page) as { mainFrame(): FrameOfLibrary }).mainFrame());
    mendElement(behind(body!) as ElementOfLibrary);
  } finally {
    await context.close();
  }
}

/** What does the work of an object that tests are given. */
function behind(given: Page | ElementHandle): unknown {
  const { _connection } = given as unknown as { _connection: { toImpl(of: unknown): unknown } };
  return _connection.toImpl(given);
}

const mended = new WeakSet();

function mendFrame(frame: FrameOfLibrary): void {
  const [shape, look] = method(frame, 'retryWithProgressAndTimeouts');
  if (mended.has(shape)) return;
  mended.add(shape);
  shape.retryWithProgressAndTimeouts = function (progress, waits, what) {
    return look.call(this, progress, waits.map(shortened), what);
  };
}

function mendElement(element: ElementOfLibrary): void {
  const [shape, act] = method(element, retryAction);
  if (mended.has(shape)) return;
  mended.add(shape);
  shape[retryAction] = function (progress, ...rest) {
    return act.call(this, { ...progress, wait: (ms: number) => progress.wait(shortened(ms)) }, ...rest);
  };
}

const shortened = (ms: number): number => Math.min(ms, longestMs);

/** The prototype that has a method, and the method as it is. */
function method<T extends object, K extends keyof T>(of: T, name: K): [T, T[K]] {
  let shape: object | null = of;
  while (shape !== null && !Object.hasOwn(shape, name)) shape = Object.getPrototypeOf(shape) as object | null;
  if (shape === null)
    throw new Error(`playwright-core has no ${String(name)} any more: see how this version waits.`);
  return [shape as T, (shape as T)[name]];
}
