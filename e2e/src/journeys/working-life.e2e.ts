import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Project } from '@pairwright/contract/projects';
import { misfits, violations } from '../support/accessible.ts';
import { launchBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const looks = [
  { locale: 'en', theme: 'light', width: 1280 },
  { locale: 'zh-CN', theme: 'dark', width: 360 },
] as const;
const shots = process.env['PAIRWRIGHT_SHOTS'];

let product: Product;
let browser: Browser;
let admin: Visitor;

beforeAll(async () => {
  product = await startProduct({ demo: true });
  browser = await launchBrowser();
  admin = await visitAs(browser, product, { who: 'admin' });
});
afterAll(async () => {
  await browser.close();
  await product.stop();
});

/** A project that Anna and Bo work in; the last rows are of a kind that somebody may rather not see. */
async function projectFor(
  name: string,
  { plain, sensitive }: { plain: number; sensitive: number },
): Promise<string> {
  const row = (index: number, more: object = {}): unknown => ({
    messages: [{ role: 'user', content: `Question ${index}: what is two and two?` }],
    responses: [
      { model: 'a', content: `It is **4**. That is right (${index}).` },
      { model: 'b', content: `It is 5. That is wrong (${index}).` },
    ],
    ...more,
  });
  const { projectId } = await makeProject(admin, product, {
    name,
    guidelines: '# How to judge\n\nRead both answers.\n\nPrefer the right one.\n\nBe kind.',
    rows: [
      ...Array.from({ length: plain }, (_, index) => row(index)),
      ...Array.from({ length: sensitive }, (_, index) =>
        row(index + plain, { sensitive: ['violence', 'self_harm'] }),
      ),
    ],
  });
  await product.database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%' or email like 'bo@%'`,
    [projectId],
  );
  return projectId;
}

async function acknowledgedIn(projectId: string): Promise<number[]> {
  const { rows } = await product.database.pool.query<{ version: number }>(
    'select version from guidelines_acknowledgments where project_id = $1 order by version',
    [projectId],
  );
  return rows.map(({ version }) => version);
}

async function publish(projectId: string, markdown: string): Promise<void> {
  const project = await callAs<Project>(admin, product, { method: 'GET', path: `/projects/${projectId}` });
  await callAs(admin, product, {
    method: 'POST',
    path: `/projects/${projectId}/guidelines`,
    body: { markdown, basedOn: project.guidelinesVersion },
  });
}

/** What was uncovered is as good as new: nobody can have read it yet. */
async function lookAgain(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.deleteProperty(globalThis, 'since'));
}

async function inOrder(page: Page, what: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${what.replaceAll(/\W+/g, '-')}.png` });
  expect(await violations(page, what)).toEqual([]);
  expect(await misfits(page, what)).toEqual([]);
}

test.each(looks)(
  'guidelines are read once, and what changed before the next judgment: $locale',
  async (look) => {
    const who = look.locale === 'en' ? 'anna' : 'bo';
    const name = `Care ${look.locale}`;
    const projectId = await projectFor(name, { plain: 4, sensitive: 4 });
    const person = await visitAs(browser, product, { who, ...look });
    const { page, words } = person;
    const bench = new Workbench(person);
    await bench.open(name);
    const first = page.getByRole('region', {
      name: words('labeling-life.first', { version: 1 }),
    });
    await first.getByRole('button', { name: words('labeling-life.first_open'), exact: true }).click();
    await first.getByText('Be kind.').waitFor();
    await inOrder(page, `first visit ${look.locale}`);
    await first.getByRole('button', { name: words('labeling-life.read') }).click();
    await first.waitFor({ state: 'detached' });
    await expect.poll(() => acknowledgedIn(projectId)).toEqual([1]);

    await publish(
      projectId,
      `# How to judge\n\nRead both answers twice (${look.locale}).\n\nPrefer the right one.\n\nBe kind.\n\n## New\n\nSay why.`,
    );
    const told = bench.told.length;
    await page.reload();
    await bench.ready();
    const card = page.getByRole('region', {
      name: words('labeling-life.changed', { from: 1, to: 2 }),
    });
    await card.getByRole('insertion').filter({ hasText: 'Say why.' }).waitFor();
    await bench.ready();
    await page.keyboard.press('1');
    await page.getByText(words('labeling.ignored_guidelines')).waitFor();
    expect(bench.told).toHaveLength(told);
    await inOrder(page, `changed ${look.locale}`);
    await card.getByRole('button', { name: words('labeling-life.whole_text') }).click();
    await card.getByRole('heading', { name: 'New' }).waitFor();
    await card.getByRole('button', { name: words('labeling-life.read') }).focus();
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await expect.poll(() => acknowledgedIn(projectId)).toEqual([1, 2]);

    // Whatever comes first, the covered ones do not take a vote until they are shown.
    const covered = page.getByRole('region', { name: words('labeling-life.covered') });
    const hidden = page.locator('[data-visible][data-covered]');
    for (let pair = 0; pair < 4 && (await hidden.count()) === 0; pair += 1) await bench.decide('1');
    await covered
      .getByText(
        [words('work-life.sensitive_violence'), words('work-life.sensitive_self_harm')].join(
          words('labeling-life.and'),
        ),
      )
      .waitFor();
    const before = await bench.ready();
    expect(await page.locator('[data-visible] [data-text]').first().isVisible()).toBe(true);
    expect(await page.locator('[data-visible]').getAttribute('aria-hidden')).toBe('true');
    await page.keyboard.press('1');
    await page.getByText(words('labeling.ignored_covered')).waitFor();
    expect(await bench.current()).toBe(before);
    await inOrder(page, `covered ${look.locale}`);
    await page.keyboard.press('o');
    await covered.waitFor({ state: 'detached' });
    await lookAgain(page);
    await bench.decide('1');
    // The next one was laid out before it was asked for, and is covered all the same.
    await covered.getByRole('checkbox', { name: words('labeling-life.always_show') }).check();
    await covered.getByRole('button', { name: words('labeling-life.show') }).click();
    await covered.waitFor({ state: 'detached' });
    expect(await page.locator('[data-covered]').count()).toBe(0);
    await lookAgain(page);
    await bench.decide('1');
    expect(await page.locator('[data-covered]').count()).toBe(0);
    expect(person.faults).toEqual([]);
    await person.context.close();
  },
);
