import { screenFaults } from './screen.ts';
import type { Visitor } from './visitor.ts';

/** The dialog that asks, which may lie over the one that was answered before. */
const open = 'dialog[open]:has([name=current-password])';

/** Answers the dialog that asks again who it is, by the password; gives what is wrong with its screen. */
export async function proveByPassword(visitor: Visitor, password: string): Promise<string[]> {
  const { page, words } = visitor;
  const asking = page.getByRole('dialog', { name: words('account.prove_title') });
  await asking.getByLabel(words('account.current_password')).fill(password);
  const found = await screenFaults(visitor, 'show again who one is', open);
  await asking.getByRole('button', { name: words('account.go_on') }).click();
  await asking.waitFor({ state: 'detached' });
  return found;
}
