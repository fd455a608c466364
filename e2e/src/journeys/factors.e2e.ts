import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner } from '../support/through-api.ts';
import { signIn, type Visitor, visit } from '../support/visitor.ts';

onStage({ demo: false });

const olga = { email: 'olga@example.org', password: 'a long enough secret' };

function codeNow(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + steps * 30_000,
  });
}

async function typeCode({ page, words }: Visitor, code: string): Promise<void> {
  await page.getByLabel(words('auth.code'), { exact: true }).fill(code);
  await page.keyboard.press('Enter');
}

async function beginSignIn(visitor: Visitor): Promise<void> {
  const { page, words } = visitor;
  await page.goto('/sign-in');
  await page.getByLabel(words('auth.email')).fill(olga.email);
  await page.getByLabel(words('auth.password'), { exact: true }).fill(olga.password);
  await page.keyboard.press('Enter');
  await page.getByLabel(words('auth.code'), { exact: true }).waitFor();
}

test('an authenticator app is added, asked for, and replaced by a recovery code; sessions are seen and ended', async () => {
  const visitor = await visit(browser, product);
  await becomeOwner(visitor, product);
  const { page, words } = visitor;
  await page.goto('/account');
  await page.getByRole('button', { name: words('account.totp_add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('account.current_password')).fill(olga.password);
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  await dialog.getByRole('img', { name: words('account.totp_qr') }).waitFor();
  expect(await screenFaults(visitor, 'authenticator')).toEqual([]);
  const secret = (await dialog.locator('[data-secret]').innerText()).replaceAll(' ', '');
  await dialog.getByLabel(words('account.totp_code')).fill(codeNow(secret, -1));
  await dialog.getByRole('button', { name: words('account.totp_confirm') }).click();
  await dialog.getByRole('button', { name: words('account.codes_done') }).waitFor();
  const codes = await dialog.locator('[data-secret] code').allInnerTexts();
  expect(codes).toHaveLength(10);
  await dialog.getByRole('button', { name: words('account.codes_done') }).click();
  await page.getByText(words('account.totp_on')).waitFor();

  const chinese = await visit(browser, product, { locale: 'zh-CN' });
  await beginSignIn(chinese);
  await typeCode(chinese, '000000');
  await chinese.page.getByText(chinese.words('problem.wrong_code')).waitFor();
  expect(await screenFaults(chinese, 'code')).toEqual([]);
  await typeCode(chinese, codeNow(secret));
  await chinese.page.waitForURL('**/projects');
  const lost = await visit(browser, product);
  await beginSignIn(lost);
  await typeCode(lost, codes[0]!.toLowerCase());
  await lost.page.waitForURL('**/projects');

  await page.reload();
  const card = page.getByRole('region', { name: words('account.sessions') });
  await card.getByText(words('account.this_session')).waitFor();
  expect(await card.getByRole('rowheader').allInnerTexts()).toHaveLength(3);
  await card.getByRole('button', { name: words('account.end_others') }).click();
  await card.getByRole('button', { name: words('account.end_others') }).waitFor({ state: 'detached' });
  await lost.page.goto('/account');
  await lost.page.waitForURL('**/sign-in**');
  expect([...visitor.faults, ...chinese.faults, ...lost.faults]).toEqual([]);
});

test('a passkey is made and signs in without password and code, and each answer counts once', async () => {
  // Passkeys belong to a name; the address of this machine is `localhost` for them.
  const site = { ...product, baseUrl: product.baseUrl.replace('127.0.0.1', 'localhost') };
  const visitor = await visit(browser, site);
  const { page, words, context } = visitor;
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await product.database.pool.query('delete from totp_factors');
  await signIn(visitor, olga);
  await page.goto('/account');
  await page.getByRole('button', { name: words('account.passkey_add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('account.passkey_name')).fill('Laptop');
  await dialog.getByLabel(words('account.current_password')).fill(olga.password);
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  await page.getByRole('button', { name: words('account.passkey_remove', { name: 'Laptop' }) }).waitFor();
  expect(await screenFaults(visitor, 'passkeys')).toEqual([]);

  await context.clearCookies();
  await page.goto('/sign-in');
  const answered = page.waitForRequest((request) => request.url().endsWith('/session/passkey'));
  await page.getByRole('button', { name: words('auth.passkey'), exact: true }).click();
  await page.waitForURL('**/projects');
  // What was signed for one challenge signs nobody in again.
  const again = await context.request.post('/api/v1/session/passkey', {
    data: (await answered).postDataJSON() as object,
    headers: { origin: site.baseUrl },
  });
  expect(again.status()).toBe(401);
  const { rows } = await product.database.pool.query('select last_used_at is not null as used from passkeys');
  expect(rows).toEqual([{ used: true }]);
  const { rows: entries } = await product.database.pool.query(
    `select action, via from audit_events where action in ('addPasskey', 'signInByPasskey') order by seq`,
  );
  expect(entries).toEqual([
    { action: 'addPasskey', via: 'session' },
    { action: 'signInByPasskey', via: 'public' },
  ]);
  expect(visitor.faults).toEqual([]);
});
