import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { screenFaults } from '../support/screen.ts';
import { freePort } from '../support/free-port.ts';
import { type SignInProvider, startSignInProvider } from '../support/sign-in-provider.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { type Look, type Visitor, visit } from '../support/visitor.ts';

let product: Product;
let browser: Browser;
let provider: SignInProvider;

beforeAll(async () => {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  provider = await startSignInProvider(baseUrl, {
    OIDC_CREATE_ACCOUNTS: 'true',
    OIDC_ROLES: 'labelers=helpfulness:annotator',
  });
  product = await startProduct({ demo: false, port, env: { PUBLIC_URL: baseUrl, ...provider.env } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await product.stop();
  await provider.stop();
});

/** At the provider's own pages. */
async function signInThere({ page }: Visitor, who: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByPlaceholder(/login/i).fill(who);
  await page.getByPlaceholder(/password/i).fill('anything');
  await page.getByRole('button', { name: /sign-in/i }).click();
  await page.getByRole('button', { name: /continue/i }).click();
}

/** What the provider's sample pages would fetch from elsewhere; nothing leaves the machine. */
const sampleFont = 'https://fonts.googleapis.com';

/** Pages of the provider are another site on purpose. */
function ourFaults({ faults }: Visitor): string[] {
  return faults.filter((fault) => !fault.includes(provider.issuer) && !fault.includes(sampleFont));
}

async function visitor(look: Look = {}): Promise<Visitor> {
  const made = await visit(browser, product, look);
  await made.context.route(`${sampleFont}/**`, (route) => route.abort());
  return made;
}

test('somebody signs in by the provider, in Chinese, and has the role that the claims give', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  await callAs(olga, product, {
    method: 'POST',
    path: '/projects',
    body: { name: 'Helpfulness', slug: 'helpfulness', template: 'pair_7', language: 'mixed' },
  });
  const mei = await visitor({ locale: 'zh-CN' });
  await mei.page.goto('/my-work/time');
  await mei.page.waitForURL('**/sign-in?**');
  const button = mei.page.getByRole('button', {
    name: mei.words('auth.by_provider', { name: 'Example ID' }),
  });
  await button.waitFor();
  expect(await screenFaults(mei, 'provider')).toEqual([]);
  await button.click();
  await signInThere(mei, 'mei');
  // Where she wanted to go, and nothing of the provider's code is left in the address.
  await mei.page.waitForURL('**/my-work/time');
  await mei.page.goto('/my-work');
  await mei.page.getByText('Helpfulness').first().waitFor();
  expect(ourFaults(mei)).toEqual([]);
  await olga.context.close();
});

test('an account is linked by its person and by nobody else', async () => {
  const ines = await visitor();
  const account = { email: 'ines@example.org', password: 'a long enough secret' };
  const olga = await visit(browser, product);
  const owner = { email: 'olga@example.org', password: account.password };
  await callAs(olga, product, { method: 'POST', path: '/session', body: owner });
  const body = { ...account, name: 'Ines', locale: 'en' };
  await callAs(olga, product, { method: 'POST', path: '/users', body });

  // The same e-mail at the provider opens nothing.
  const { page, words } = ines;
  const byProvider = words('auth.by_provider', { name: 'Example ID' });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: byProvider }).click();
  await signInThere(ines, 'ines');
  await page.getByText(words('problem.identity_unlinked')).waitFor();
  expect(await screenFaults(ines, 'refused by provider')).toEqual([]);

  await callAs(ines, product, { method: 'POST', path: '/session', body: account });
  await page.goto('/account');
  await page.getByRole('button', { name: words('account.identity_link') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('account.current_password')).fill(account.password);
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  // The provider knows her from before; it may ask once more.
  await page.waitForURL((url) => url.origin === provider.issuer || url.pathname === '/account');
  if (new URL(page.url()).origin === provider.issuer) await signInThere(ines, 'ines');
  await page
    .getByRole('button', { name: words('account.identity_remove', { who: account.email }) })
    .waitFor();
  await ines.context.clearCookies({ name: 'pairwright' });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: byProvider }).click();
  await page.waitForURL('**/my-work');

  // Unlinked it is only by who shows again who it is.
  await page.goto('/account');
  const unlink = page.getByRole('button', { name: words('account.identity_remove', { who: account.email }) });
  await unlink.click();
  await dialog.getByLabel(words('account.current_password')).fill('another secret than hers');
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  await dialog.getByText(words('problem.wrong_password')).waitFor();
  expect(await screenFaults(ines, 'unlinking', 'dialog[open]')).toEqual([]);
  await dialog.getByLabel(words('account.current_password')).fill(account.password);
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  await page.getByText(words('account.identity_removed')).first().waitFor();
  await unlink.waitFor({ state: 'detached' });
  await ines.context.clearCookies({ name: 'pairwright' });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: byProvider }).click();
  await page.getByText(words('problem.identity_unlinked')).waitFor();
  expect(ourFaults(ines)).toEqual([]);
});

test('who has no password adds an authenticator app after a fresh sign-in at the provider, in Chinese', async () => {
  const noor = await visitor({ locale: 'zh-CN' });
  const { page, words } = noor;
  await page.goto('/sign-in');
  await page.getByRole('button', { name: words('auth.by_provider', { name: 'Example ID' }) }).click();
  await signInThere(noor, 'noor');
  await page.waitForURL('**/my-work');
  await page.goto('/account');
  const add = page.getByRole('button', { name: words('account.totp_add') });
  await add.click();
  const again = page.getByRole('dialog').getByRole('button', {
    name: words('account.proof_provider', { name: 'Example ID' }),
  });
  await again.waitFor();
  expect(await screenFaults(noor, 'proof by provider', 'dialog[open]')).toEqual([]);
  await again.click();
  // Asked again, though it knows her.
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByPlaceholder(/login/i).fill('noor');
  await page.getByPlaceholder(/password/i).fill('anything');
  await page.getByRole('button', { name: /sign-in/i }).click();
  await page.waitForURL((url) => url.origin !== provider.issuer || url.pathname.startsWith('/interaction/'));
  if (new URL(page.url()).origin === provider.issuer)
    await page.getByRole('button', { name: /continue/i }).click();
  await page.waitForURL('**/account');
  await add.click();
  await page.getByRole('dialog').getByText(words('account.proved')).waitFor();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('account.go_on') })
    .click();
  await page
    .getByRole('dialog')
    .getByRole('img', { name: words('account.totp_qr') })
    .waitFor();
  expect(ourFaults(noor)).toEqual([]);
});
