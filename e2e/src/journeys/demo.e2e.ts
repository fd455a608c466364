import type { Page, Response } from 'playwright-core';
import { expect, test } from 'vitest';
import type { VoteRow } from '@pairwright/formats/out/vote-rows';
import { sideways } from '../support/accessible.ts';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { demoPerson, signIn, visit, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: true });

async function column<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  const { rows } = await product.database.pool.query<{ value: T }>(sql, values);
  return rows.map(({ value }) => value);
}

test('a Chinese annotator votes on a phone in the dark; a Chinese researcher exports it', async () => {
  const project = '演示：中文问答';
  const bo = await visitAs(browser, product, {
    who: 'bo',
    locale: 'zh-CN',
    theme: 'dark',
    width: 360,
    height: 740,
  });
  const { page, words } = bo;
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('我的工作');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  const bench = new Workbench(bo);
  await bench.open(project);
  expect(await sideways(page)).toBe(0);

  const keys = ['1', '7', '4', 'x'];
  const seen: (readonly [string, string])[] = [];
  for (const key of keys) {
    seen.push((await bench.ready(), await texts(page)));
    await bench.decide(key);
  }
  // And one with a finger: the buttons are there too.
  seen.push((await bench.ready(), await texts(page)));
  const before = await bench.current();
  await page.getByRole('radio', { name: words('labeling.b_slightly') }).click();
  await expect.poll(() => bench.current()).not.toBe(before);
  await bench.synced(keys.length + 1);
  expect(bo.faults).toEqual([]);
  await bo.context.close();

  const researcher = await visitAs(browser, product, { who: 'researcher', locale: 'zh-CN', theme: 'dark' });
  const [projectId] = await column<string>('select id as value from projects where name = $1', [project]);
  await freezeDataset(researcher, projectId!, '中文偏好');
  await exportAs(researcher, 'votes');
  const rows = jsonLines<VoteRow>(
    await download(researcher.page, researcher.words('console-datasets.format_votes'), 'votes.jsonl'),
  );
  expect(rows.map(({ outcome, position }) => [outcome, position])).toEqual([
    ['preference', 1],
    ['preference', 7],
    ['tie', 4],
    ['both_bad', null],
    ['preference', 5],
  ]);
  for (const [index, row] of rows.entries()) {
    const shown = row.presented_order.map((place) =>
      plain(row.responses[place]!.messages!.at(-1)!.content ?? ''),
    );
    expect(shown).toEqual(seen[index]);
    const view = {
      locale: 'zh-CN',
      theme: 'dark',
      widthClass: 'narrow',
      layout: 'stacked',
      input: index === keys.length ? 'pointer' : 'key',
    };
    expect(JSON.parse(row.view ?? '')).toMatchObject(view);
  }
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

/** The answers as shown, without what Markdown takes away. */
async function texts(page: Page): Promise<readonly [string, string]> {
  const text = async (place: number): Promise<string> =>
    plain((await page.locator(`[data-visible] [data-text="${place}"]`).textContent()) ?? '');
  return [await text(0), await text(1)];
}

/** Letters alone, in any script; list numbers are drawn, not written. */
function plain(text: string): string {
  return text.replace(/[^\p{Script=Han}\p{Script=Latin}]/gu, '');
}

test('nothing that reaches an annotator’s browser names a model', async () => {
  const models = await column<string>('select distinct model as value from responses');
  expect(models.length).toBeGreaterThan(10);
  const anna = await visit(browser, product);
  const received: Promise<string>[] = [];
  anna.page.on('response', (response) => received.push(everythingIn(response)));
  await signIn(anna, demoPerson('anna'));
  const bench = new Workbench(anna);
  for (const project of ['Demo: Helpfulness', '演示：中文问答', 'Demo: MT-Bench votes']) {
    await bench.open(project);
    for (const key of ['1', '2', '1', '2', '1']) await bench.decide(key);
    await bench.undo();
    await bench.skip(1);
    await anna.page.getByRole('link', { name: anna.words('labeling.back_to_work') }).click();
    await anna.page.getByRole('link', { name: `${anna.words('work.my_judgments')} ${project}` }).click();
    await anna.page
      .getByRole('link', { name: new RegExp(`^${anna.words('work.open')}: `) })
      .first()
      .click();
    await bench.ready();
  }
  await bench.synced(3 * 7);
  const everything = (await Promise.all(received)).map((text) => text.toLowerCase());
  expect(everything.filter((text) => text.includes('/assignments/claim')).length).toBeGreaterThan(2);
  for (const model of models) {
    expect(
      everything.filter((text) => text.includes(model.toLowerCase())),
      `answers that name ${model}`,
    ).toEqual([]);
  }
  expect(anna.faults).toEqual([]);
  await anna.context.close();
});

/** Address, headers and body of an answer; bodies of redirects and empty answers are empty. */
async function everythingIn(response: Response): Promise<string> {
  const [headers, body] = await Promise.all([response.allHeaders(), response.text().catch(() => '')]);
  return `${response.url()} ${JSON.stringify(headers)} ${body}`;
}

test('the owner removes the demo in one go', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const { page, words } = admin;
  await page.goto('/projects');
  await page.getByRole('button', { name: words('console-projects.demo_remove') }).click();
  const dialog = page.getByRole('dialog', { name: words('console-projects.demo_ask') });
  await dialog.getByRole('button', { name: words('console-projects.demo_remove') }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await column('select count(*)::int as value from projects')).toEqual([0]);
  expect(await column('select count(*)::int as value from judgments')).toEqual([0]);
  expect(
    await column('select count(*)::int as value from users where is_demo and disabled_at is null'),
  ).toEqual([0]);
  expect(admin.faults).toEqual([]);
  await admin.context.close();

  // Their passwords are public: nobody gets in with one any more, and a real owner can be made.
  const next = await visit(browser, product);
  await next.page.goto('/');
  await next.page.getByRole('heading', { name: next.words('auth.setup_title') }).waitFor();
  const refused = await next.context.request.post('/api/v1/session', {
    data: demoPerson('admin'),
    headers: { origin: product.baseUrl },
  });
  expect(refused.status()).toBe(401);
  await next.context.close();
});
