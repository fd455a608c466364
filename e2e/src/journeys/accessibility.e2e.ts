import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { exportAs, freezeDataset } from '../support/dataset-pages.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { makeProject } from '../support/through-api.ts';
import { type Look, type Visitor, visit, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

/** Every page is checked in both languages and both themes; the widths in the first look. */
const looks: readonly Required<Pick<Look, 'locale' | 'theme'>>[] = [
  { locale: 'en', theme: 'light' },
  { locale: 'zh-CN', theme: 'dark' },
];

/** Addresses of pages with something on them, by what they are. */
const places: Record<string, string> = {};

onStage({ demo: true });
beforeAll(async () => {
  await prepare();
});

/** Some judgments, a dataset with its files, and an import with faults. */
async function prepare(): Promise<void> {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const id = async (name: string): Promise<string> => {
    const { rows } = await product.database.pool.query<{ id: string }>(
      'select id from projects where name = $1',
      [name],
    );
    return rows[0]!.id;
  };
  const votes = await id('Demo: MT-Bench votes');
  await freezeDataset(admin, votes, 'Arena');
  places['version'] = new URL(admin.page.url()).pathname;
  await exportAs(admin, 'trl-implicit');
  await admin.page.getByRole('link', { name: admin.words('console-datasets.back_to_dataset') }).click();
  await admin.page.waitForURL('**/datasets/*');
  places['dataset'] = new URL(admin.page.url()).pathname;
  const message = (role: string, content: string): unknown => ({ role, content });
  const made = await makeProject(admin, product, {
    name: 'With faults',
    rows: [
      {
        messages: [message('user', 'Hi')],
        responses: [
          { model: 'a', content: 'Hello' },
          { model: 'b', content: 'Hey' },
        ],
      },
      { messages: [message('human', 'Hi')], responses: [{ model: 'a', content: 'Hello' }] },
    ],
  });
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 and judged > 0 limit 1',
    [votes],
  );
  const [english, inside] = [await id(project), `/projects/${votes}`];
  Object.assign(places, {
    overview: inside,
    guidelines: `${inside}/guidelines`,
    question: `${inside}/question`,
    comparisons: `${inside}/comparisons`,
    comparison: `${inside}/comparisons/${rows[0]!.id}`,
    datasets: `${inside}/datasets`,
    'new dataset': `${inside}/datasets/new`,
    imports: `/projects/${made.projectId}/imports`,
    import: `/projects/${made.projectId}/imports/${made.importId}`,
    members: `${inside}/members`,
    projects: '/projects',
    'new project': '/projects/new',
    people: '/people',
    tokens: '/tokens',
    'my work': '/my-work',
    'my judgments': `/my-work/${english}/judgments`,
    account: '/account',
    'not found': '/nowhere',
    missing: `/projects/${english.replace(/^./, 'f')}`,
  });
  await admin.context.close();
}

async function faultsOf({ page }: Visitor, look: (typeof looks)[number], what: string): Promise<string[]> {
  const found = await violations(page, `${what} (${look.locale}, ${look.theme})`);
  return look === looks[0] ? [...found, ...(await misfits(page, what))] : found;
}

describe.concurrent.each(looks)('in $locale, $theme', (look) => {
  test('sign-in and every page of the owner', async ({ expect }) => {
    const stranger = await visit(browser, product, look);
    await stranger.page.goto('/');
    await stranger.settled();
    const found = await faultsOf(stranger, look, 'sign in');
    expect(stranger.faults).toEqual([]);
    await stranger.context.close();

    const admin = await visitAs(browser, product, { ...look, who: 'admin' });
    for (const [what, address] of Object.entries(places)) {
      await admin.page.goto(address);
      await admin.settled();
      found.push(...(await faultsOf(admin, look, what)));
    }
    expect(found).toEqual([]);
    expect(admin.faults).toEqual([]);
    await admin.context.close();
  });

  test('annotating, with every dialog', async ({ expect }) => {
    const found: string[] = [];
    const check = async (what: string): Promise<void> =>
      void found.push(...(await faultsOf(anna, look, what)));
    const anna = await visitAs(browser, product, { ...look, who: 'anna' });
    const { page, words } = anna;
    const bench = new Workbench(anna);
    await bench.open(project);
    // Comes a moment after the first pair.
    const later = page.getByRole('button', { name: words('labeling-life.later'), exact: true });
    await later.waitFor();
    await check('first visit');
    await later.click();
    await check('annotate');
    const dialogs = { s: 'labeling.skip_title', f: 'labeling.flag_title', '?': 'labeling.keys_title' };
    for (const [key, title] of Object.entries(dialogs)) {
      await page.keyboard.press(key);
      const dialog = page.getByRole('dialog', { name: words(title) });
      await dialog.waitFor();
      await check(title);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.keyboard.press('g');
    await page.getByRole('complementary', { name: words('labeling.guidelines') }).waitFor();
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: words('labeling.comment') }).waitFor();
    await check('guidelines and comment');
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    await page.keyboard.press('l');
    await check('as written, stacked');
    await page.getByRole('button', { name: words('shell.user_menu') }).click();
    await page.getByRole('menu').waitFor();
    await check('menu');
    await page.keyboard.press('Escape');
    await bench.decide('2');
    await bench.ready();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: words('labeling.history_forward') }).waitFor();
    // Until a press counts the choices are faint.
    await bench.ready();
    await check('looking back');
    expect(found).toEqual([]);
    expect(anna.faults).toEqual([]);
    await anna.context.close();
  });
});

/** What has the focus, in a few words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'page';
    const name = element.getAttribute('aria-label') ?? element.textContent;
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${name.trim().slice(0, 40)}`;
  });
}

test('the workbench by keyboard alone: everything is reached, nothing traps, the focus is seen', async () => {
  const bo = await visitAs(browser, product, { who: 'bo' });
  const { page, words } = bo;
  const bench = new Workbench(bo);
  await bench.open(project);
  await page.getByRole('button', { name: words('labeling-life.later'), exact: true }).waitFor();
  const reached: string[] = [];
  let rounds = 0;
  for (;;) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    // Opening the page put the focus on its content; from the end it goes round to what stands before that.
    if (now === 'page') {
      if (rounds > 0) break;
      rounds += 1;
      continue;
    }
    if (now === reached[0] || reached.length > 60) break;
    reached.push(now);
    const outlined = await page.evaluate(() => {
      const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement!);
      return outlineStyle !== 'none' || boxShadow !== 'none';
    });
    expect(outlined, `the focus on ${now} is seen`).toBe(true);
  }
  expect(reached.length).toBeLessThan(60);
  const wanted = await page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('a[href], button, [tabindex="0"]')].filter(
        (one) => one.tabIndex >= 0 && one.checkVisibility() && one.closest('[inert]') === null,
      ).length,
  );
  expect(reached).toHaveLength(wanted);

  // The scale: arrows select and do not vote, Enter votes.
  const first = await bench.ready();
  const scale = page.getByRole('radiogroup');
  await scale.getByRole('radio', { name: words('labeling.a_much') }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toContain(words('labeling.a_better'));
  expect(await bench.current()).toBe(first);
  await page.keyboard.press('Enter');
  await expect.poll(() => bench.current()).not.toBe(first);
  await bench.synced(1);
  expect(bench.told[0]?.body).toMatchObject({
    answer: { outcome: 'scale', position: 2 },
    view: { input: 'key' },
  });

  // A dialog keeps the focus inside and gives it back.
  const skip = page.getByRole('button', { name: words('labeling.skip'), exact: true });
  await skip.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: words('labeling.skip_title') });
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
      ),
    ).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await skip.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(bo.faults).toEqual([]);
  await bo.context.close();
});
