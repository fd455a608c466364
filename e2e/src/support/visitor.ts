import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core';
import { vi } from 'vitest';
import { demoAccounts } from '@pairwright/core/auth/demo-accounts';
import type { Product } from './product.ts';
import { type Locale, type Words, wordsOf } from './words.ts';

export interface Look {
  readonly locale?: Locale;
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Whether the program may be kept on the device; off by default, because each new visitor would fetch all of it. */
  readonly installs?: boolean;
  /** Has a finger beside the mouse. */
  readonly touch?: boolean;
  /** Has only a finger, on a browser for phones. */
  readonly phone?: boolean;
  /** The journey looks at the same screens in English too: what no language changes is looked at there. */
  readonly alsoInEnglish?: boolean;
}

/** Somebody with a browser of their own: cookies, storage, and what their pages complained about. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly locale: Locale;
  readonly words: Words;
  readonly alsoInEnglish: boolean;
  /** Uncaught errors, violations of the content security policy, dialogs of the browser, requests to other hosts. */
  readonly faults: string[];
  /** Waits until no answer of the server is on its way, streams left aside, and no skeleton is shown. */
  settled(): Promise<void>;
}

/** Opens a browser window that knows nobody yet. */
export async function visit(browser: Browser, product: Product, look: Look = {}): Promise<Visitor> {
  const {
    locale = 'en',
    theme = 'light',
    width = 1280,
    height = 800,
    installs = false,
    phone = false,
    touch = phone,
    alsoInEnglish = false,
  } = look;
  const options: BrowserContextOptions = {
    baseURL: product.baseUrl,
    locale,
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
    acceptDownloads: true,
    serviceWorkers: installs ? 'allow' : 'block',
    hasTouch: touch,
    isMobile: phone,
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  const faults = watchFaults(context, product);
  const asked = watchRequests(context);
  const words = wordsOf(locale);
  const page = await context.newPage();
  const settled = async (): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await vi.waitUntil(async () => asked.size === 0 && (await isStill(page, words)) && asked.size === 0, {
      timeout: 15_000,
      interval: 20,
    });
  };
  return { context, page, locale, words, alsoInEnglish, faults, settled };
}

/** What was asked of the server and is not answered yet. */
function watchRequests(context: BrowserContext): Set<Request> {
  const asked = new Set<Request>();
  context.on('request', (request) => {
    if (!request.url().endsWith('/events')) asked.add(request);
  });
  context.on('requestfinished', (request) => asked.delete(request));
  context.on('requestfailed', (request) => asked.delete(request));
  return asked;
}

/** Two frames later nothing says that it is loading. */
async function isStill(page: Page, words: Words): Promise<boolean> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return (await page.getByText(words('ui.loading'), { exact: true }).count()) === 0;
}

function watchFaults(context: BrowserContext, { baseUrl }: Product): string[] {
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    // Violations of Trusted Types do not name the policy.
    if (/content security policy|requires 'Trusted|trustedtypes/i.test(message.text()))
      faults.push(`policy: ${message.text()}`);
  });
  context.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    const ours = url.origin === baseUrl || ['data:', 'blob:', 'about:'].includes(url.protocol);
    if (!ours) faults.push(`request: ${request.url()}`);
  });
  return faults;
}

export type DemoPerson = 'admin' | 'researcher' | 'anna' | 'bo';

/** E-mail and password of somebody in the demo. */
export function demoPerson(who: DemoPerson): { email: string; password: string } {
  const found = demoAccounts.find((account) => account.email.startsWith(`${who}@`));
  if (found === undefined) throw new Error(`The demo has no ${who}.`);
  return { email: found.email, password: found.password };
}

const languages: Readonly<Record<Locale, string>> = { en: 'English', 'zh-CN': '简体中文' };

/** Signs in at the sign-in page in the visitor's language and waits for the page that comes next. */
export async function signIn(
  { page, words, locale }: Visitor,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.goto('/sign-in');
  // Chosen by hand, so that the account's own language does not change it.
  await page.getByRole('button', { name: `${words('shell.language')}: ${languages[locale]}` }).click();
  await page.getByRole('menuitemradio', { name: languages[locale] }).click();
  await page.getByLabel(words('auth.email')).fill(email);
  await page.getByLabel(words('auth.password')).fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/sign-in' && url.pathname !== '/');
}

/** A visitor who is signed in as somebody of the demo and sees the page that they begin at. */
export async function visitAs(
  browser: Browser,
  product: Product,
  how: Look & { who: DemoPerson },
): Promise<Visitor> {
  const visitor = await visit(browser, product, how);
  const { context, page, locale } = visitor;
  await chooseLanguage(context, locale);
  const answer = await context.request.post('/api/v1/session', {
    headers: { origin: product.baseUrl },
    data: demoPerson(how.who),
  });
  if (!answer.ok()) throw new Error(`${how.who} could not sign in: ${await answer.text()}`);
  await page.goto('/');
  await page.waitForURL((url) => url.pathname !== '/');
  return visitor;
}

/** As if chosen by hand on an earlier visit, so that the account's own language does not change it. */
async function chooseLanguage(context: BrowserContext, locale: Locale): Promise<void> {
  await context.addInitScript((chosen) => {
    const key = 'pairwright.locale';
    // Pages of the browser itself, as where a network is missing, keep nothing.
    if (!location.protocol.startsWith('http')) return;
    if (localStorage.getItem(key) === null) localStorage.setItem(key, chosen);
  }, locale);
}
