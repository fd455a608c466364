import { expect, test } from 'vitest';
import { proveByPassword } from '../support/prove.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { signIn, type Visitor, visit } from '../support/visitor.ts';

onStage({ demo: false });

const password = 'a long enough secret';
const rows = [1, 2].map((n) => ({
  messages: [{ role: 'user', content: `Question ${n}` }],
  responses: [
    { model: 'a', content: 'Yes' },
    { model: 'b', content: 'No' },
  ],
}));

let olga: Visitor;
let members: string;

test('the owner makes a link, and somebody joins by it in Chinese and can work', async () => {
  olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { projectId } = await makeProject(olga, product, {
    name: 'Helpfulness',
    description: 'Which answer helps more?',
    rows,
  });
  members = `/projects/${projectId}/members`;
  const { page, words } = olga;
  await page.goto(members);
  const card = page.getByRole('region', { name: words('console-invites.title') });
  await card.getByLabel(words('console-invites.max_uses')).fill('1');
  await card.getByRole('button', { name: words('console-invites.create') }).click();
  const link = await card.locator('[data-secret]').innerText();
  expect(link).toMatch(new RegExp(`^${product.baseUrl}/join#pwi_[\\w-]{43}$`));
  await card.getByRole('button', { name: words('console-people.secret_done') }).click();
  await page.reload();
  expect(await page.content()).not.toContain(link.slice(-43));

  const mei = await visit(browser, product, { locale: 'zh-CN' });
  await mei.page.goto(link);
  await mei.page.getByRole('heading', { name: 'Helpfulness' }).waitFor();
  await mei.page.getByText('Which answer helps more?').waitFor();
  await mei.page.getByText(mei.words('entry.role_annotator_may')).waitFor();
  expect(await screenFaults(mei, 'join')).toEqual([]);
  await fillNewAccount(mei, { name: '小梅', email: 'mei@example.org' });
  await mei.page.getByRole('button', { name: mei.words('entry.join_new') }).click();
  await mei.page.waitForURL('**/my-work');
  await mei.page.getByText('Helpfulness').first().waitFor();

  const late = await visit(browser, product);
  await late.page.goto(link);
  await late.page.getByRole('heading', { name: late.words('entry.join_over') }).waitFor();
  expect([...olga.faults, ...mei.faults, ...late.faults]).toEqual([]);
});

async function fillNewAccount(
  { page, words }: Visitor,
  { name, email }: { name: string; email: string | null },
): Promise<void> {
  await page.getByLabel(words('auth.name'), { exact: true }).fill(name);
  if (email !== null) await page.getByLabel(words('auth.email')).fill(email);
  await page.getByLabel(words('auth.password'), { exact: true }).fill(password);
}

test('a table invites many, or names its faults and invites nobody; a link is for one person', async () => {
  const { page, words } = olga;
  await page.goto(members);
  const card = page.getByRole('region', { name: words('console-invites.table_title') });
  const table = card.getByLabel(words('console-invites.table'), { exact: true });
  const send = card.getByRole('button', { name: words('console-invites.table_do') });
  await table.fill('email,role\nno address,annotator\nbo@example.org,boss\n');
  await send.click();
  const fault = (line: number, column: string, rule: string, value: string): string =>
    words('console-invites.fault_cell', {
      line,
      column,
      text: words('console-invites.with_value', { text: words(`console-invites.fault_${rule}`), value }),
    });
  await card.getByText(fault(2, 'email', 'email', 'no address')).waitFor();
  await card.getByText(fault(3, 'role', 'role', 'boss')).waitFor();
  await table.fill('email,role\nbo@example.org,annotator\nmei@example.org,annotator\n');
  await send.click();
  await card.getByText(fault(3, 'email', 'member', 'mei@example.org')).waitFor();
  await table.fill('email,role,team\nbo@example.org,annotator,Chess\n');
  await send.click();
  await card.getByText(fault(2, 'team', 'team', 'Chess')).waitFor();
  await table.fill('email,role\nbo@example.org,annotator\nada@example.org,researcher\n');
  await send.click();
  expect(await proveByPassword(olga, password)).toEqual([]);
  const download = page.waitForEvent('download');
  await card.getByRole('button', { name: words('console-invites.table_save') }).click();
  const stream = await (await download).createReadStream();
  const text = Buffer.concat(await stream.toArray()).toString('utf8');
  const links = [...text.matchAll(/https?:[^"\s,]+/g)].map(([found]) => found);
  expect(links).toHaveLength(2);

  const ada = await visit(browser, product);
  await ada.page.goto(links[1]!);
  await ada.page.getByText(ada.words('entry.role_researcher_may')).waitFor();
  expect(await ada.page.getByLabel(ada.words('auth.email')).inputValue()).toBe('ada@example.org');
  await ada.page.getByLabel(ada.words('auth.name'), { exact: true }).fill('Ada');
  await ada.page.getByLabel(ada.words('auth.password'), { exact: true }).fill('woaini1314');
  await ada.page.getByRole('button', { name: ada.words('entry.join_new') }).click();
  await ada.page.getByText(ada.words('problem.password_too_common')).waitFor();
  await fillNewAccount(ada, { name: 'Ada', email: null });
  await ada.page.getByRole('button', { name: ada.words('entry.join_new') }).click();
  await ada.page.waitForURL('**/projects');
  // The other link is for Bo: Ada is told so, and cannot take it.
  await ada.page.goto(links[0]!);
  await ada.page.getByText(ada.words('entry.for_other', { email: 'bo@example.org' })).waitFor();
  expect([...olga.faults, ...ada.faults]).toEqual([]);
});

test('somebody joins with the account they have', async () => {
  await callAs(olga, product, {
    method: 'POST',
    path: '/users',
    body: { email: 'bo@example.org', name: 'Bo', password, locale: 'en' },
  });
  const { token } = await callAs<{ token: string }>(olga, product, {
    method: 'POST',
    path: `${members.replace('/members', '')}/invites`,
    body: { role: 'reviewer', maxUses: 5, currentPassword: password },
  });
  const bo = await visit(browser, product);
  await bo.page.goto(`/join#${token}`);
  await bo.page.getByRole('radio', { name: bo.words('entry.who_known') }).press('Space');
  await bo.page.getByLabel(bo.words('auth.email')).fill('bo@example.org');
  await bo.page.getByLabel(bo.words('auth.password'), { exact: true }).fill(password);
  await bo.page.getByRole('button', { name: bo.words('auth.sign_in'), exact: true }).click();
  await bo.page.waitForURL('**/projects');
  await bo.page.getByText('Helpfulness').first().waitFor();
  expect(bo.faults).toEqual([]);
});

test('a stranger asks for an account, the owner approves, and a lost password is set anew by a link', async () => {
  const { page, words } = olga;
  await page.goto('/people');
  const card = page.getByRole('region', { name: words('console-invites.asked_title') });
  // It is checked once it is stored; the sign-in page asks once what it may offer.
  const mayAsk = card.getByLabel(words('console-invites.may_ask'));
  await mayAsk.click();
  await expect.poll(() => mayAsk.isChecked()).toBe(true);
  const lin = await visit(browser, product, { locale: 'zh-CN' });
  await lin.page.goto('/sign-in');
  await lin.page.getByRole('link', { name: lin.words('auth.register') }).click();
  await fillNewAccount(lin, { name: '林', email: 'lin@example.org' });
  await lin.page.getByLabel(lin.words('entry.register_note')).fill('我是标注员');
  expect(await screenFaults(lin, 'register')).toEqual([]);
  await lin.page.getByRole('button', { name: lin.words('entry.register_do') }).click();
  await lin.page.getByText(lin.words('entry.register_done')).waitFor();

  await page.reload();
  await card.getByText('我是标注员').waitFor();
  await card.getByLabel(words('console-invites.into')).selectOption({ label: 'Helpfulness' });
  await card.getByRole('button', { name: words('console-invites.approve_named', { name: '林' }) }).click();
  await card.getByText(words('console-invites.asked_approved')).waitFor();
  await signIn(lin, { email: 'lin@example.org', password });
  await lin.page.getByText('Helpfulness').first().waitFor();

  await page.reload();
  await page.getByRole('button', { name: words('console-invites.reset_named', { name: '林' }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('account.current_password')).fill(password);
  await dialog.getByRole('button', { name: words('console-invites.reset_make') }).click();
  const link = await dialog.locator('[data-secret]').innerText();
  await lin.page.goto(link);
  await lin.page.getByLabel(lin.words('entry.new_password')).fill('entirely other words');
  expect(await screenFaults(lin, 'reset')).toEqual([]);
  await lin.page.getByRole('button', { name: lin.words('entry.reset_do') }).click();
  await lin.page.getByText(lin.words('entry.reset_done')).waitFor();
  await signIn(lin, { email: 'lin@example.org', password: 'entirely other words' });
  await lin.page.getByText('Helpfulness').first().waitFor();
  expect([...olga.faults, ...lin.faults]).toEqual([]);
});
