import { expect, test } from 'vitest';
import type { Project } from '@pairwright/contract/projects';
import { violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { visit } from '../support/visitor.ts';

onStage({ demo: false });

const rows = ['Why is the sky blue?', '天空为什么是蓝色的？', 'Write a poem.'].map((prompt, at) => ({
  prompt,
  response_a: `One ${at}`,
  response_b: `Two ${at}`,
}));

test('the console is gone through by keys: from page to page, along a list and to a saved form; ? tells them', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const { projectId } = await makeProject(owner, product, { name: 'By keys', rows });
  const { page, words } = owner;
  const at = (path: string) => page.waitForURL((url) => url.pathname === path);
  const base = `/projects/${projectId}`;
  await page.goto('/projects');
  await page.getByRole('link', { name: 'By keys' }).first().waitFor();
  await owner.settled();
  await page.keyboard.press('n');
  await at('/projects/new');
  // In a field they are letters.
  const name = page.getByLabel(words('console-projects.name'), { exact: true });
  await name.fill('');
  await name.pressSequentially('gp?');
  expect(await name.inputValue()).toBe('gp?');
  expect(new URL(page.url()).pathname).toBe('/projects/new');
  await name.fill('');
  await page.goto(base);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await owner.settled();

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: words('shell.keys') });
  await sheet.getByText(words('console.nav_datasets'), { exact: false }).first().waitFor();
  expect(await sheet.getByRole('rowheader').allTextContents()).toContain(words('console.key_save'));
  expect(await violations(page, 'keys')).toEqual([]);
  // While it is open nobody is sent anywhere.
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  expect(new URL(page.url()).pathname).toBe(base);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  const lease = page.getByLabel(words('console-projects.lease'), { exact: true });
  await lease.fill('44');
  await page.keyboard.press('Control+s');
  const read = () => callAs<Project>(owner, product, { method: 'GET', path: base });
  await expect.poll(async () => (await read()).leaseMinutes).toBe(44);

  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await at(`${base}/comparisons`);
  await owner.settled();
  await page.keyboard.press('/');
  const search = page.getByLabel(words('console-projects.filter_search'), { exact: true });
  expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
  await search.fill('天空');
  const links = page.locator('tbody th a');
  await expect.poll(() => links.count()).toBe(1);
  await search.fill('');
  await expect.poll(() => links.count()).toBe(3);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const order = await links.evaluateAll((all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
  );
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await at(order[0]!);
  await page.getByRole('link', { name: words('console-projects.beside_next'), exact: true }).waitFor();
  await page.keyboard.press('j');
  await at(order[1]!);
  await page.getByRole('link', { name: words('console-projects.beside_next'), exact: true }).waitFor();
  await page.keyboard.press('k');
  await at(order[0]!);
  expect(owner.faults).toEqual([]);
});
