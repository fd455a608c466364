import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { judgedProject } from '../support/judged-project.ts';
import { proveByPassword } from '../support/prove.ts';
import { dialog, screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

const owner = { email: 'olga@example.org', password: 'a long enough secret' };

onStage({ demo: false });

/** The rows of the log on the page, newest first. */
const rows = ({ page, words }: Visitor) =>
  page.getByRole('region', { name: words('console-audit.title') }).getByRole('row');

test('the owner reads in the audit log who did what, narrows it, and sees that it is whole', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { projectId } = await judgedProject({ owner: olga, browser }, product, [[-3, 2]]);
  await callAs(olga, product, { method: 'PATCH', path: `/projects/${projectId}`, body: { name: 'Cities' } });
  const check = await checkAudit({ db: product.database });

  for (const locale of ['en', 'zh-CN'] as const) {
    const reader = await visit(browser, product, { locale });
    await signIn(reader, owner);
    const { page, words } = reader;
    await page.goto('/audit');
    await reader.settled();
    const change = rows(reader).filter({ hasText: words('console-audit.do_updateProject') });
    await change.filter({ hasText: 'Cities' }).getByText('Capitals').first().waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: String(check.entries) })
      .waitFor();
    expect(await page.getByText(words('console-audit.fault_content')).count()).toBe(0);
    expect(await screenFaults(reader, 'audit')).toEqual([]);

    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const named = rows(reader).filter({ has: page.getByRole('button') });
    const second = named.nth(1).getByRole('button').first();
    await expect.poll(() => second.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('/');
    const person = page.getByLabel(words('console-audit.person'), { exact: true });
    await expect.poll(() => person.evaluate((select) => select === document.activeElement)).toBe(true);
    const before = await rows(reader).count();
    await page.getByLabel(words('console-audit.action'), { exact: true }).selectOption('createUser');
    await page.getByText(words('console-audit.none')).waitFor();
    await page
      .getByRole('button', { name: words('console-audit.show_all') })
      .first()
      .click();
    await page.getByLabel(words('console-audit.action'), { exact: true }).selectOption('addMember');
    await expect.poll(() => rows(reader).count()).toBe(4);
    expect(before).toBeGreaterThan(4);
    // The address keeps the choice.
    await page.reload();
    await expect.poll(() => rows(reader).count()).toBe(4);

    await page.goto(`/projects/${projectId}/audit`);
    await change.first().waitFor();
    expect(await screenFaults(reader, 'audit of a project')).toEqual([]);
    expect(reader.faults).toEqual([]);
    await reader.context.close();
  }
  await olga.context.close();
});

test('a change of the log by somebody who owns the database is told in red', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, owner);
  const client = await product.database.pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(`update audit_events set actor_id = gen_random_uuid() where seq = 2`);
  } finally {
    await client.query('reset session_replication_role');
    client.release();
  }
  await checkAudit({ db: product.database });
  await olga.page.goto('/audit');
  await olga.page.getByRole('status').getByText(olga.words('console-audit.fault_content')).waitFor();
  expect(await screenFaults(olga, 'audit, changed')).toEqual([]);
  expect(olga.faults).toEqual([]);
  await olga.context.close();
});

test('a project goes to the trash when its name is typed, and comes back', async () => {
  const olga = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(olga, owner);
  const { page, words } = olga;
  await page.goto('/projects');
  await page.getByRole('link', { name: 'Cities' }).first().click();
  await page.getByRole('button', { name: words('console-trash.delete') }).click();
  const asking = page.getByRole('dialog', { name: words('console-trash.delete_ask', { name: 'Cities' }) });
  await asking.getByRole('textbox').fill('Citie');
  await asking.getByRole('button', { name: words('console-trash.delete') }).click();
  await asking.getByText(words('console-trash.name_differs')).waitFor();
  expect(await screenFaults(olga, 'trash a project', dialog)).toEqual([]);
  await asking.getByRole('textbox').fill('Cities');
  await asking.getByRole('textbox').press('Enter');
  await page.waitForURL('**/trash');
  await page.getByRole('rowheader', { name: 'Cities' }).waitFor();
  await olga.settled();
  expect(await screenFaults(olga, 'trash')).toEqual([]);
  await page.goto('/projects');
  await olga.settled();
  expect(await page.getByRole('link', { name: 'Cities' }).count()).toBe(0);
  await page.getByRole('link', { name: words('console-projects.trash') }).click();
  await page.getByRole('button', { name: words('console-trash.restore_named', { name: 'Cities' }) }).click();
  await page.waitForURL('**/projects/*');
  await page.getByText('Cities').first().waitFor();
  expect(olga.faults).toEqual([]);
  await olga.context.close();
});

test('somebody takes their data along, and is erased on request; rules say what is kept how long', async () => {
  const olga = await visit(browser, product);
  await signIn(olga, owner);
  const { rows: found } = await product.database.pool.query<{ email: string }>(
    `select email from users where name = 'Ann'`,
  );
  const email = found[0]!.email;
  const ann = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(ann, { email, password: owner.password });
  await ann.page.goto('/account');
  await ann.settled();
  expect(await screenFaults(ann, 'account')).toEqual([]);
  const [coming] = await Promise.all([
    ann.page.waitForEvent('download'),
    ann.page.getByRole('link', { name: ann.words('own-data.download') }).click(),
  ]);
  const lines = (await readFile(await coming.path(), 'utf8')).trimEnd().split('\n');
  const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
  expect(new Set(kinds)).toEqual(
    new Set(['account', 'membership', 'session', 'standing', 'judgment', 'audit']),
  );

  const { page, words } = olga;
  await page.goto('/people');
  await page.getByRole('button', { name: words('own-data.erase_named', { name: 'Ann' }) }).click();
  const asking = page.getByRole('dialog', { name: words('own-data.erase_ask', { name: 'Ann' }) });
  await asking.waitFor();
  expect(await screenFaults(olga, 'erase', dialog)).toEqual([]);
  await asking.getByRole('textbox').fill(email);
  await asking.getByRole('button', { name: words('own-data.erase_confirm') }).click();
  expect(await proveByPassword(olga, owner.password)).toEqual([]);
  await asking.waitFor({ state: 'detached' });
  await page.getByText(email).waitFor({ state: 'detached' });

  await page.goto('/retention');
  await olga.settled();
  const days = page.getByLabel(words('console-retention.auditDays'), { exact: true });
  await days.fill('30');
  await page.getByRole('button', { name: words('console.save') }).click();
  await page.getByText(words('console-retention.days_between', { least: 365, most: 3650 })).waitFor();
  expect(await screenFaults(olga, 'retention')).toEqual([]);
  await days.fill('730');
  await page.getByRole('button', { name: words('console.save') }).click();
  expect(await proveByPassword(olga, owner.password)).toEqual([]);
  await page.getByText(words('console.saved')).first().waitFor();
  await page.reload();
  await expect.poll(() => days.inputValue()).toBe('730');
  expect([...olga.faults, ...ann.faults]).toEqual([]);
  await ann.context.close();
  await olga.context.close();
});
