import { expect, test } from 'vitest';
import { proveByPassword } from '../support/prove.ts';
import { dialog as open, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { type DemoPerson, demoPerson, visitAs, type Visitor } from '../support/visitor.ts';

onStage({ demo: true });

const note = 'I have moved on.';

async function askToBeErased({ page, words, settled }: Visitor, email: string): Promise<void> {
  await page.goto('/account');
  await settled();
  await page.getByRole('button', { name: words('own-data.ask'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(words('own-data.mine_removes')).waitFor();
  await dialog.getByLabel(words('own-data.note')).fill(note);
  const typed = dialog.getByLabel(words('own-data.type_my_email', { email }));
  await typed.fill('somebody@example.org');
  await typed.press('Enter');
  await dialog.getByText(words('own-data.my_email_differs')).waitFor();
  await typed.fill(email);
  await typed.press('Enter');
  await page.getByRole('button', { name: words('own-data.take_back') }).waitFor();
}

test.each([
  ['en', 'anna', 1],
  ['zh-CN', 'bo', 2],
] as const)(
  'somebody asks to be erased, is declined, takes it back, and is erased: %s',
  async (locale, who, round) => {
    const person = await visitAs(browser, product, { who: who satisfies DemoPerson, locale });
    const owner = await visitAs(browser, product, { who: 'admin', locale });
    const { words } = owner;
    /** The requests of the language before stand there too. */
    const countOf = (state: string) =>
      owner.page.getByText(words(`own-data.request_${state}`), { exact: true }).count();
    const { email } = demoPerson(who);
    const { rows } = await product.database.pool.query<{ name: string }>(
      'select name from users where email = $1',
      [email],
    );
    const { name } = rows[0]!;

    await askToBeErased(person, email);
    const found = await screenFaults(person, 'account, asked');
    await owner.page.goto('/people');
    const decline = owner.page.getByRole('button', { name: words('own-data.decline_named', { name }) });
    await decline.waitFor();
    await owner.page.getByText(note).waitFor();
    found.push(...(await screenFaults(owner, 'people, asked')));
    await decline.click();
    const dialog = owner.page.getByRole('dialog');
    await dialog.getByRole('button', { name: words('own-data.decline'), exact: true }).click();
    await dialog.getByText(words('own-data.reason_missing')).waitFor();
    await dialog
      .getByLabel(words('own-data.reason'), { exact: true })
      .fill('Your hours of May are not paid yet.');
    found.push(...(await screenFaults(owner, 'decline', open)));
    await dialog.getByRole('button', { name: words('own-data.decline'), exact: true }).click();
    await expect.poll(() => countOf('declined')).toBe(round);

    await person.page.reload();
    await person.page.getByText('Your hours of May are not paid yet.').waitFor();
    await askToBeErased(person, email);
    await person.page.getByRole('button', { name: words('own-data.take_back') }).click();
    await person.page.getByRole('button', { name: words('own-data.ask'), exact: true }).waitFor();
    await askToBeErased(person, email);

    await owner.page.reload();
    await expect.poll(() => countOf('cancelled')).toBe(round);
    await owner.page.getByRole('button', { name: words('own-data.erase_asked_named', { name }) }).click();
    await dialog.getByLabel(words('own-data.type_email', { email })).fill(email);
    await dialog.getByRole('button', { name: words('own-data.erase_confirm') }).click();
    found.push(...(await proveByPassword(owner, demoPerson('admin').password)));
    await expect.poll(() => countOf('done')).toBe(round);
    expect(await owner.page.getByText(email).count()).toBe(0);
    await person.page.goto('/account');
    await person.page.waitForURL((url) => url.pathname === '/sign-in');
    expect(found).toEqual([]);
    expect([...person.faults, ...owner.faults]).toEqual([]);
    await Promise.all([person.context.close(), owner.context.close()]);
  },
);

test.each(['en', 'zh-CN'] as const)(
  'the name of somebody whose judgments came with a file is erased on their page: %s',
  async (locale) => {
    const owner = await visitAs(browser, product, { who: 'admin', locale });
    const { page, words } = owner;
    const { rows } = await product.database.pool.query<{ id: string; name: string; project: string }>(
      `select u.id, u.name, j.project_id as project from users u join judgments j on j.annotator_id = u.id
       where u.kind = 'imported' and u.erased_at is null order by u.id limit 1`,
    );
    const { id, name, project } = rows[0]!;
    await page.goto(`/projects/${project}/annotators/${id}`);
    const ask = page.getByRole('button', { name: words('own-data.name_erase_named', { name }) });
    // The numbers are computed first.
    await ask.waitFor({ timeout: 60_000 });
    await ask.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(words('own-data.name_stays')).waitFor();
    const found = await screenFaults(owner, 'the name of somebody imported', open);
    const typed = dialog.getByLabel(words('own-data.type_name', { name }));
    await typed.fill('somebody else');
    await typed.press('Enter');
    await dialog.getByText(words('own-data.name_differs')).waitFor();
    await typed.fill(name);
    await typed.press('Enter');
    found.push(...(await proveByPassword(owner, demoPerson('admin').password)));
    await page.getByText(words('own-data.name_erased')).first().waitFor();
    await page.getByRole('heading', { name: /^annotator-[0-9a-f]{12}$/, level: 1 }).waitFor();
    expect(await page.getByText(name, { exact: true }).count()).toBe(0);
    expect(found).toEqual([]);
    expect(owner.faults).toEqual([]);
    await owner.context.close();
  },
);
