import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Leaderboard } from '@pairwright/contract/statistics/leaderboard';
import { sideways, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

async function votesProject(): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    `select id from projects where slug = 'demo-mt-bench'`,
  );
  return rows[0]!.id;
}

/** What the API says of the numbers on the screen. */
async function boardOf(visitor: Visitor, projectId: string, query = ''): Promise<Leaderboard> {
  const { result } = await callAs<{ result: Leaderboard }>(visitor, product, {
    method: 'GET',
    path: `/projects/${projectId}/statistics/leaderboard${query}`,
  });
  return result;
}

test('a researcher sees which model wins, how sure that is, and takes the numbers along', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const projectId = await votesProject();
  await page.goto(`/projects/${projectId}`);
  await page.getByRole('link', { name: words('console.nav_leaderboard') }).click();
  // Nobody asked for it before: it is computed by itself and appears.
  const plot = page.getByRole('img', { name: /gpt-4/ });
  await plot.waitFor();
  await researcher.settled();
  expect(await violations(page, 'leaderboard')).toEqual([]);

  const board = await boardOf(researcher, projectId);
  expect(board.models[0]?.model).toBe('gpt-4');
  await page.getByRole('button', { name: words('console-statistics.as_table') }).click();
  const card = page.getByRole('region', { name: words('console-leaderboard.ratings'), exact: true });
  const names = await card.getByRole('rowheader').allTextContents();
  expect(names).toEqual(board.models.map(({ model }) => model));

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: words('console-statistics.csv') }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).replace('\u{FEFF}', '').trim().split('\r\n');
  // To the last digit.
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 4))).toEqual(
    board.models.map(({ model, ability, low, high }) => [model, String(ability), String(low), String(high)]),
  );

  await page.getByLabel(words('console-leaderboard.control'), { exact: true }).selectOption('length');
  await page.waitForURL('**/leaderboard?control=length');
  await page.getByRole('rowheader', { name: words('console-leaderboard.effect_length') }).waitFor();
  await page.getByText(words('console-statistics.current')).waitFor();
  const controlled = await boardOf(researcher, projectId, '?control=length');
  expect(controlled.models).toHaveLength(5);
  expect(controlled.controls[0]?.name).toBe('length');
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test('two models that cannot be told apart: how many votes would do it, in Chinese on a phone', async () => {
  const admin = await visitAs(browser, product, {
    who: 'admin',
    locale: 'zh-CN',
    theme: 'dark',
    width: 360,
    height: 740,
  });
  const { page, words } = admin;
  const projectId = await votesProject();
  await page.goto(`/projects/${projectId}/leaderboard`);
  await page.getByRole('img', { name: /gpt-4/ }).waitFor();
  await admin.settled();
  expect(await sideways(page)).toBe(0);
  expect(await violations(page, 'leaderboard')).toEqual([]);
  const { models, votesNeeded } = await boardOf(admin, projectId);
  const [one, other] = [1, 2].map((place) => models[place]!.model);
  await page.getByLabel(words('console-leaderboard.one'), { exact: true }).selectOption(one!);
  await page.getByLabel(words('console-leaderboard.other'), { exact: true }).selectOption(other!);
  const needed = new Intl.NumberFormat('zh-CN').format(votesNeeded[1]![2]!);
  await page
    .getByRole('status')
    .filter({ hasText: `再投 ${needed} 票` })
    .waitFor();
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test('two models are compared by keys alone, and the keys are told', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const projectId = await votesProject();
  await page.goto(`/projects/${projectId}/leaderboard`);
  const list = page.getByRole('group', { name: words('console-leaderboard.models') });
  await list.waitFor();
  await researcher.settled();
  const { models, wins } = await boardOf(researcher, projectId);
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
  // Down to the fourth and up again to the third, which takes the place of the first.
  for (const key of ['j', 'j', 'j', 'j', 'k']) await page.keyboard.press(key);
  expect(await focused()).toContain(models[2]!.model);
  await page.keyboard.press('Space');
  expect(await list.getByRole('button', { pressed: true }).allTextContents()).toEqual(
    [1, 2].map((at) => expect.stringContaining(models[at]!.model)),
  );
  const card = page.getByRole('region', { name: words('console-leaderboard.compare'), exact: true });
  const won = new Intl.NumberFormat('en').format(wins[1]![2]!);
  expect(await card.getByRole('definition').first().textContent()).toBe(won);
  // Past the end it stays at the last one.
  for (const _ of models) await page.keyboard.press('j');
  expect(await focused()).toContain(models.at(-1)!.model);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: words('console.keys') });
  expect(await sheet.getByRole('rowheader').allTextContents()).toEqual([
    words('console-leaderboard.key_next'),
    words('console-leaderboard.key_previous'),
    words('console-leaderboard.key_choose'),
    words('console-statistics.key_table'),
    words('shell.keys_this'),
  ]);
  expect(await violations(page, 'keys of the leaderboard')).toEqual([]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});
