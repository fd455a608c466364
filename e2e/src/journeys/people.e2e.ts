import { expect, test } from 'vitest';
import { proveByPassword } from '../support/prove.ts';
import { dialog, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const owner = { email: 'olga@example.org', password: 'a long enough secret' };
const people = ['Ann Lee', 'Bo Chen', '王小梅'];
let projectId: string;

test('people are found by name or e-mail, and signed out everywhere: both languages', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  ({ projectId } = await makeProject(olga, product, { name: 'Helpfulness', rows: [row] }));
  for (const [at, name] of people.entries()) {
    const body = { email: `person${at}@example.org`, name, password: owner.password };
    await callAs(olga, product, { method: 'POST', path: '/users', body });
  }
  await olga.context.close();
  const ann = await visit(browser, product);
  for (const locale of ['en', 'zh-CN'] as const) {
    await callAs(ann, product, {
      method: 'POST',
      path: '/session',
      body: { email: 'person0@example.org', password: owner.password },
    });
    const reader = await visit(browser, product, { locale });
    await signIn(reader, owner);
    await findAndSignOut(reader);
    expect((await ann.context.request.get('/api/v1/me')).status()).toBe(401);
    await reader.context.close();
  }
  await ann.context.close();
});

const row = {
  messages: [{ role: 'user', content: 'Q' }],
  responses: [
    { model: 'a', content: 'A' },
    { model: 'b', content: 'B' },
  ],
};

async function findAndSignOut(reader: Visitor): Promise<void> {
  const { page, words } = reader;
  await page.goto('/people');
  await reader.settled();
  const search = page.getByRole('searchbox', { name: words('console-people.search') });
  const shown = page.getByRole('rowheader');
  await expect.poll(() => shown.count()).toBe(4);
  await search.fill('小梅');
  await expect.poll(() => shown.allTextContents()).toEqual(['王小梅']);
  await search.fill('nobody at all');
  await page.getByText(words('console-people.search_none')).waitFor();
  await page.getByRole('button', { name: words('console-people.search_clear') }).click();
  await expect.poll(() => shown.count()).toBe(4);
  await search.fill('PERSON0@');
  await expect.poll(() => shown.allTextContents()).toEqual(['Ann Lee']);
  expect(await screenFaults(reader, 'people, searched')).toEqual([]);
  const title = words('console-people.sign_out_named', { name: 'Ann Lee' });
  await page.getByRole('button', { name: title }).click();
  const asking = page.getByRole('dialog', { name: title });
  expect(await screenFaults(reader, 'sign out', dialog)).toEqual([]);
  await asking.getByRole('button', { name: words('console-people.sign_out'), exact: true }).click();
  await page
    .getByText(words('console-people.signed_out', { name: 'Ann Lee', count: 1 }))
    .first()
    .waitFor();
  expect(reader.faults).toEqual([]);
}

test.each(['en', 'zh-CN'] as const)(
  'an invitation puts who joins into a team, and says the pay: %s',
  async (locale) => {
    const olga = await visit(browser, product, { locale });
    await signIn(olga, owner);
    const pay = { currency: 'EUR', perJudgmentMicros: 150_000 };
    await callAs(olga, product, { method: 'PATCH', path: `/projects/${projectId}`, body: { pay } });
    const { page, words } = olga;
    await page.goto(`/projects/${projectId}/members`);
    const card = page.getByRole('region', { name: words('console-invites.title') });
    await card.getByLabel(words('console-people.teams')).fill('Law, 医学');
    await card.getByRole('button', { name: words('console-invites.create') }).click();
    const link = await card.locator('[data-secret]').innerText();
    const newcomer = await visit(browser, product, { locale });
    await newcomer.page.goto(link);
    const amount = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(0.15);
    await newcomer.page.getByText(words('entry.pay', { amount })).waitFor();
    expect(await screenFaults(newcomer, 'join, paid')).toEqual([]);
    const name = `Newcomer ${locale}`;
    await newcomer.page.getByLabel(words('auth.name'), { exact: true }).fill(name);
    await newcomer.page.getByLabel(words('auth.email')).fill(`new-${locale.toLowerCase()}@example.org`);
    await newcomer.page.getByLabel(words('auth.password'), { exact: true }).fill(owner.password);
    await newcomer.page.getByRole('button', { name: words('entry.join_new') }).click();
    await newcomer.page.waitForURL('**/my-work');

    await page.reload();
    const member = page.getByRole('row').filter({ hasText: name });
    await member.getByText('医学').waitFor();
    const change = words('console-people.teams_change_named', { name });
    await member.getByRole('button', { name: change }).click();
    const asking = page.getByRole('dialog', { name: change });
    expect(await asking.getByRole('textbox').inputValue()).toBe('Law, 医学');
    expect(await screenFaults(olga, 'teams', dialog)).toEqual([]);
    await asking.getByRole('textbox').fill('Law');
    await asking.getByRole('button', { name: words('console.save') }).click();
    await member.getByText('医学').waitFor({ state: 'detached' });
    expect(await screenFaults(olga, 'members, with teams')).toEqual([]);
    expect([...olga.faults, ...newcomer.faults]).toEqual([]);
    await Promise.all([olga.context.close(), newcomer.context.close()]);
  },
);

test.each(['en', 'zh-CN'] as const)(
  'a higher role is given by who shows again who they are, and a project removed for good: %s',
  async (locale) => {
    const olga = await visit(browser, product, { locale, width: 320 });
    await signIn(olga, owner);
    const { page, words } = olga;
    const name = `Rita ${locale}`;
    const email = `rita-${locale.toLowerCase()}@example.org`;
    const body = { email, role: 'annotator', newAccount: { name, password: owner.password } };
    await callAs(olga, product, { method: 'POST', path: `/projects/${projectId}/members`, body });
    const roleNow = async () =>
      (
        await product.database.pool.query<{ role: string }>(
          'select m.role from project_members m join users u on u.id = m.user_id where u.email = $1',
          [email],
        )
      ).rows[0]?.role;
    await page.goto(`/projects/${projectId}/members`);
    const role = page.getByLabel(words('console-people.role_of', { name }));
    await role.selectOption('researcher');
    const asking = page.getByRole('dialog', { name: words('account.prove_title') });
    // Left alone, nothing changes.
    await asking.getByRole('button', { name: words('ui.close') }).click();
    await asking.waitFor({ state: 'detached' });
    expect(await roleNow()).toBe('annotator');
    await role.selectOption('researcher');
    await asking.getByLabel(words('account.current_password')).fill('not the password');
    await page.keyboard.press('Enter');
    await asking.getByText(words('problem.wrong_password')).waitFor();
    expect(await proveByPassword(olga, owner.password)).toEqual([]);
    await expect.poll(roleNow).toBe('researcher');
    // Less takes no proof.
    await role.selectOption('annotator');
    await expect.poll(roleNow).toBe('annotator');

    const gone = `Gone ${locale}`;
    const made = await makeProject(olga, product, { name: gone, rows: [row] });
    const trash = {
      method: 'POST',
      path: `/projects/${made.projectId}/trash`,
      body: { name: gone },
    } as const;
    await callAs(olga, product, trash);
    await page.goto('/trash');
    await page.getByRole('button', { name: words('console-trash.purge_named', { name: gone }) }).click();
    const typing = page.getByRole('dialog', { name: words('console-trash.purge_ask', { name: gone }) });
    await typing.getByRole('textbox').fill(gone);
    await page.keyboard.press('Enter');
    expect(await proveByPassword(olga, owner.password)).toEqual([]);
    await typing.waitFor({ state: 'detached' });
    await page.getByText(words('console-trash.empty')).waitFor();
    expect(olga.faults).toEqual([]);
    await olga.context.close();
  },
);
