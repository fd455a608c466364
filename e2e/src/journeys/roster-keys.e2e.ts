import { expect, test } from 'vitest';
import { violations } from '../support/accessible.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

test('an annotator is told something and paused by keys alone, as by the buttons, and the keys are told', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const { projectId } = await judgedProject({ owner, browser }, product, [[-3, -2]]);
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/annotators`);
  const roster = page.getByRole('region', { name: words('console-annotators.roster'), exact: true });
  await roster.getByRole('button', { name: words('console-routing.pause_named', { name: 'Ann' }) }).waitFor();
  await owner.settled();
  const found = await violations(page, 'roster');

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: words('console.keys') });
  expect(await sheet.getByRole('rowheader').allTextContents()).toEqual([
    words('console-annotators.key_next'),
    words('console-annotators.key_previous'),
    words('console-annotators.key_open'),
    words('console-annotators.key_message'),
    words('console-annotators.key_pause'),
    words('console-statistics.key_table'),
    words('shell.keys_this'),
  ]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  // Without a row nobody is meant.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('m');
  await page.keyboard.press('j');
  expect(await page.getByRole('dialog').count()).toBe(0);
  const name = (await page.evaluate(() => document.activeElement?.textContent)) ?? '';
  expect(['Ann', 'Ben']).toContain(name);

  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: words('console-annotators.message_named', { name }) });
  await dialog.waitFor();
  found.push(...(await violations(page, 'message')));
  await dialog.getByLabel(words('console-annotators.message_text')).fill('Please read the guidelines again.');
  await dialog.getByRole('button', { name: words('console-annotators.message_send') }).click();
  await dialog.waitFor({ state: 'detached' });

  const pauses = (what: 'pause_named' | 'resume_named') =>
    roster.getByRole('button', { name: words(`console-routing.${what}`, { name }) });
  await roster.getByRole('link', { name, exact: true }).focus();
  await page.keyboard.press('z');
  await pauses('resume_named').waitFor();
  const members = async () =>
    (
      await callAs<{ members: { name: string; pausedAt: string | null }[] }>(owner, product, {
        method: 'GET',
        path: `/projects/${projectId}/routing`,
      })
    ).members;
  expect((await members()).find((member) => member.name === name)?.pausedAt).not.toBeNull();
  await roster.getByRole('link', { name, exact: true }).focus();
  await page.keyboard.press('z');
  await pauses('pause_named').waitFor();
  expect((await members()).find((member) => member.name === name)?.pausedAt).toBeNull();

  const told = await visit(browser, product, { locale: 'zh-CN' });
  await signIn(told, {
    email: `${name.toLowerCase()}-${projectId.slice(-6)}@example.org`,
    password: 'a long enough secret',
  });
  await told.page.goto('/my-work/feedback');
  await told.page.getByText('Please read the guidelines again.').waitFor();
  await told.settled();
  found.push(...(await violations(told.page, 'a message')));
  expect(found).toEqual([]);
  expect([...owner.faults, ...told.faults]).toEqual([]);
  await told.context.close();
  await owner.context.close();
});
