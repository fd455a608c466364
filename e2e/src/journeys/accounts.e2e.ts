import { expect, test } from 'vitest';
import { addAuthenticator } from '../support/add-authenticator.ts';
import { dialog as openDialog, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { type Look, signIn, type Visitor, visit } from '../support/visitor.ts';

onStage({ demo: false });

const password = 'a long enough secret';
const olga = { email: 'olga@example.org', password };
const mei = { email: 'mei@example.org', password };

test('the installation is handed over on the page of people, in both languages, and comes back', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const body = { ...mei, name: 'Mei', locale: 'zh-CN' };
  await callAs(owner, product, { method: 'POST', path: '/users', body });
  await handOver(owner, 'Mei', mei.email);
  await owner.page.waitForURL((url) => !url.pathname.startsWith('/people'));
  const chinese = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(chinese, mei);
  await handOver(chinese, 'Olga', olga.email);
  const { rows } = await product.database.pool.query('select email from users where is_owner');
  expect(rows).toEqual([{ email: olga.email }]);
  expect([...owner.faults, ...chinese.faults]).toEqual([]);
  await Promise.all([owner.context.close(), chinese.context.close()]);
});

async function handOver(visitor: Visitor, name: string, email: string): Promise<void> {
  const { page, words } = visitor;
  await page.goto('/people');
  await page.getByRole('button', { name: words('console-people.ownership_named', { name }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('console-people.ownership_hand_over', { name })).click();
  await dialog.getByLabel(words('account.current_password')).fill(password);
  const confirm = dialog.getByRole('button', { name: words('console-people.ownership_confirm') });
  await dialog.getByLabel(words('own-data.type_email', { email })).fill('nobody@example.org');
  await confirm.click();
  await dialog.getByText(words('own-data.email_differs')).waitFor();
  expect(await screenFaults(visitor, `ownership ${visitor.locale}`, openDialog)).toEqual([]);
  await dialog.getByLabel(words('own-data.type_email', { email })).fill(email);
  await confirm.click();
  await page.getByText(words('console-people.ownership_done_hand_over', { name })).first().waitFor();
}

test('a second factor that is demanded is set up before anything else, and then one goes on', async () => {
  const owner = await visit(browser, product);
  await signIn(owner, olga);
  const { page, words } = owner;
  await page.goto('/people');
  await page.getByLabel(words('console-people.demand_everybody'), { exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('account.current_password')).fill(password);
  await dialog.getByRole('button', { name: words('account.go_on') }).click();
  // The owner is no exception.
  await page.getByRole('heading', { name: words('account.demand_title') }).waitFor();
  await addAuthenticator(owner, password);
  await page.getByRole('button', { name: words('account.go_on') }).click();
  await page.getByRole('heading', { name: words('console-people.people'), level: 1 }).waitFor();
  // Without the notice that says what was changed.
  await page.reload();
  await owner.settled();
  expect(await screenFaults(owner, 'people with a demand')).toEqual([]);

  await led({ locale: 'zh-CN' });
  expect(owner.faults).toEqual([]);
});

/** Signs in as somebody without a factor; every address shows the same page until there is one. */
async function led(look: Look): Promise<void> {
  const visitor = await visit(browser, product, look);
  const { page, words } = visitor;
  await page.goto('/sign-in');
  await page.getByLabel(words('auth.email')).fill(mei.email);
  await page.getByLabel(words('auth.password'), { exact: true }).fill(mei.password);
  await page.keyboard.press('Enter');
  const title = page.getByRole('heading', { name: words('account.demand_title') });
  await title.waitFor();
  expect(await screenFaults(visitor, 'factor demanded')).toEqual([]);
  await page.goto('/account');
  await title.waitFor();
  await addAuthenticator(visitor, password);
  await page.getByRole('button', { name: words('account.go_on') }).click();
  await page.getByRole('heading', { name: words('account.title'), level: 1 }).waitFor();
  expect(visitor.faults).toEqual([]);
}
