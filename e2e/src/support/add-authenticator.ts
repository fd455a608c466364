import { Secret, TOTP } from 'otpauth';
import type { Visitor } from './visitor.ts';

/** Adds an authenticator app in the open page, with the password, and says that the recovery codes are kept. */
export async function addAuthenticator({ page, words }: Visitor, password: string): Promise<void> {
  await page.getByRole('button', { name: words('account.totp_add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('account.current_password')).fill(password);
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  const secret = (await dialog.locator('[data-secret]').innerText()).replaceAll(' ', '');
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() - 30_000 });
  await dialog.getByLabel(words('account.totp_code')).fill(code);
  await dialog.getByRole('button', { name: words('account.totp_confirm') }).click();
  await dialog.getByRole('button', { name: words('account.codes_done') }).click();
}
