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

test('how somebody else gets in is changed by an owner who shows who they are', async () => {
  const owner = await visit(browser, product);
  await signIn(owner, olga);
  const { page, words } = owner;
  const body = { email: 'ines@example.org', password, name: 'Ines', locale: 'en' };
  await callAs(owner, product, { method: 'POST', path: '/users', body });
  await page.goto('/people');
  const name = 'Ines';
  const dialog = page.getByRole('dialog');
  const opened = async (button: string) => {
    await page.getByRole('button', { name: button }).click();
    const current = dialog.getByLabel(words('account.current_password'));
    await current.waitFor();
    expect(await screenFaults(owner, button, openDialog)).toEqual([]);
    return current;
  };
  const wrong = await opened(words('console-people.set_password_named', { name }));
  await dialog.getByLabel(words('console-people.new_password')).fill('entirely other words');
  await wrong.fill('not it');
  await dialog.getByRole('button', { name: words('console-people.set_password') }).click();
  await dialog.getByText(words('problem.wrong_password')).waitFor();
  await wrong.fill(password);
  await dialog.getByRole('button', { name: words('console-people.set_password') }).click();
  await page.getByText(words('console-people.password_set', { name })).first().waitFor();

  const forFactors = await opened(words('console-invites.factors_named', { name }));
  await forFactors.fill(password);
  await dialog.getByRole('button', { name: words('console-invites.factors_take') }).click();
  await page.getByText(words('console-invites.factors_taken', { name })).first().waitFor();

  const forEmail = await opened(words('console-people.email_named', { name }));
  await dialog.getByLabel(words('own-data.type_email', { email: body.email })).fill(body.email);
  const wanted = dialog.getByLabel(words('console-people.email_new'));
  await wanted.fill(mei.email);
  await forEmail.fill(password);
  const change = dialog.getByRole('button', { name: words('console-people.email_change') });
  await change.click();
  await dialog.getByText(words('problem.email_taken')).waitFor();
  await wanted.fill('Ines@Elsewhere.example');
  await change.click();
  const email = 'ines@elsewhere.example';
  await page.getByText(words('console-people.email_changed', { name, email })).first().waitFor();
  const ines = await visit(browser, product);
  await signIn(ines, { email, password: 'entirely other words' });
  expect([...owner.faults, ...ines.faults]).toEqual([]);
  await Promise.all([owner.context.close(), ines.context.close()]);
});

test('a token is made by who shows who they are, in both languages', async () => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const owner = await visit(browser, product, { locale });
    await signIn(owner, olga);
    const { page, words } = owner;
    // As a page that is opened first: nothing of another one is loaded.
    await page.goto('/tokens');
    await page.getByLabel(words('console-people.token_name')).fill('Training machine');
    await page.getByRole('button', { name: words('console-people.create_token') }).click();
    const dialog = page.getByRole('dialog');
    const current = dialog.getByLabel(words('account.current_password'));
    await current.fill('not it');
    expect(await screenFaults(owner, `a token ${locale}`, openDialog)).toEqual([]);
    await dialog.getByRole('button', { name: words('account.go_on') }).click();
    await dialog.getByText(words('problem.wrong_password')).waitFor();
    await current.fill(password);
    await dialog.getByRole('button', { name: words('account.go_on') }).click();
    await page.locator('[data-secret]').waitFor();
    expect(owner.faults).toEqual([]);
    await owner.context.close();
  }
});

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
