import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import type { AnnotatorProfile, AnnotatorRoster } from '@pairwright/contract/statistics/annotators';
import type { Dashboard } from '@pairwright/contract/statistics/overview';
import { sideways, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

async function projectId(slug: string): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from projects where slug = $1',
    [slug],
  );
  return rows[0]!.id;
}

const get = <T>(visitor: Visitor, path: string): Promise<T> =>
  callAs<T>(visitor, product, { method: 'GET', path });

/** As the page writes a share with its interval. */
function percent(value: number): string {
  return new Intl.NumberFormat('en', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(value);
}

const interval = (one: { value: number | null; low: number | null; high: number | null }): string =>
  `${percent(one.value!)} (${percent(one.low!)} to ${percent(one.high!)})`;

test('a reviewer finds who disagrees, reads why, and goes to the rows', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const { page, words } = admin;
  const id = await projectId('demo-mt-bench');
  await page.goto(`/projects/${id}`);
  await page.getByRole('link', { name: words('console.nav_annotators'), exact: true }).click();
  // Nobody asked for it before: it is computed by itself and appears.
  const roster = page.getByRole('region', { name: words('console-annotators.roster'), exact: true });
  await roster.waitFor();
  await admin.settled();
  expect(await violations(page, 'annotators')).toEqual([]);
  const { result } = await get<{ result: AnnotatorRoster }>(admin, `/projects/${id}/statistics/annotators`);
  const all = result.annotators;
  expect(await roster.getByRole('rowheader').count()).toBe(all.length);
  const cellsOf = async (name: string): Promise<string[]> =>
    roster
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell')
      .allTextContents();
  const busy = all.find(({ leftShare }) => leftShare.value !== null)!;
  expect(await cellsOf(busy.name)).toContain(`${interval(busy.leftShare)}, n = ${busy.leftShare.n}`);
  const quiet = all.find(({ leftShare }) => leftShare.reason === 'too_few')!;
  expect(await cellsOf(quiet.name)).toContain(
    `${words('console-statistics.not_defined_too_few')}, n = ${quiet.leftShare.n}`,
  );

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    roster.getByRole('button', { name: words('console-statistics.csv') }).click(),
  ]);
  const [head, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  const at = head!.split(',').indexOf('agreement');
  // To the last digit.
  expect(lines.map((line) => line.split(',')[at]).sort()).toEqual(
    all.map(({ agreement }) => String(agreement.value ?? '')).sort(),
  );

  // Filters stand in the address; the keys walk the rows, and Enter opens one.
  await page.getByLabel(words('console-annotators.find')).fill(busy.name);
  await page.waitForURL('**/annotators?name=*');
  await page.getByLabel(words('console-annotators.find')).fill('');
  await page.getByLabel(words('console-annotators.order'), { exact: true }).selectOption('agreement');
  await page.waitForURL('**/annotators?sort=agreement');
  const least = all
    .filter(({ adjustedAgreement }) => adjustedAgreement.value !== null)
    .sort((one, other) => one.adjustedAgreement.value! - other.adjustedAgreement.value!)[0];
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.textContent ?? null);
  const first = (await roster.getByRole('rowheader').first().textContent())!;
  const second = (await roster.getByRole('rowheader').nth(1).textContent())!;
  if (least !== undefined) expect(first).toBe(least.name);
  await page.keyboard.press('j');
  expect(await focused()).toBe(first);
  await page.keyboard.press('j');
  expect(await focused()).toBe(second);
  await page.keyboard.press('k');
  expect(await focused()).toBe(first);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first }).waitFor();
  await admin.settled();
  expect(await violations(page, 'annotator')).toEqual([]);
  const annotatorId = new URL(page.url()).pathname.split('/').at(-1)!;
  const profile = (
    await get<{ result: AnnotatorProfile }>(admin, `/projects/${id}/statistics/annotators/${annotatorId}`)
  ).result;
  const numbers = page.getByRole('region', { name: words('console-annotators.numbers'), exact: true });
  const row = numbers.getByRole('row').filter({
    has: page.getByRole('rowheader', { name: words('console-annotators.measure_tieRate'), exact: true }),
  });
  const [value, n] = await row.getByRole('cell').allTextContents();
  expect(value).toBe(
    profile.tieRate.value === null
      ? words('console-statistics.not_defined_too_few')
      : interval(profile.tieRate),
  );
  expect(n).toBe(new Intl.NumberFormat('en').format(profile.tieRate.n));

  const sample = page.getByRole('region', { name: words('console-annotators.sample'), exact: true });
  await sample.getByRole('rowheader').getByRole('link').first().click();
  await page.waitForURL('**/comparisons/*');
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test('a researcher sees pseudonyms, on a phone in Chinese too', async () => {
  const researcher = await visitAs(browser, product, {
    who: 'researcher',
    locale: 'zh-CN',
    theme: 'dark',
    width: 360,
    height: 740,
  });
  const { page, words } = researcher;
  const id = await projectId('demo-mt-bench');
  await page.goto(`/projects/${id}/annotators`);
  const roster = page.getByRole('region', { name: words('console-annotators.roster'), exact: true });
  await roster.waitFor();
  await researcher.settled();
  expect(await sideways(page)).toBe(0);
  expect(await violations(page, 'annotators')).toEqual([]);
  const names = await roster.getByRole('rowheader').allTextContents();
  for (const name of names) expect(name).toMatch(/^annotator-[0-9a-f]{16}$/);
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test('the dashboard says how it goes with the numbers of the API', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const { page, words } = admin;
  const id = await projectId('demo-mt-bench');
  await page.goto(`/projects/${id}`);
  const quality = page.getByRole('region', { name: words('console-overview.quality'), exact: true });
  await quality.waitFor();
  await admin.settled();
  expect(await violations(page, 'project')).toEqual([]);
  const { overview, skipRate } = await get<Dashboard>(admin, `/projects/${id}/dashboard`);
  const { agreement, leftShare, tieRate } = overview.result!;
  const shown = async (name: string): Promise<string[]> =>
    quality
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell')
      .allTextContents();
  const number = new Intl.NumberFormat('en');
  for (const [name, one] of [
    ['agreement', agreement],
    ['leftShare', leftShare],
    ['tieRate', tieRate],
    ['skipRate', skipRate],
  ] as const)
    expect(await shown(words(`console-overview.measure_${name}`))).toEqual([
      interval(one),
      number.format(one.n),
    ]);
  expect(leftShare.n + overview.result!.outcomes.tie).toBe(tieRate.n);
  await page.getByRole('region', { name: words('console-overview.next'), exact: true }).waitFor();
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test('an annotator sees bands of their own where the project shows them, and answers', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const anna = await visitAs(browser, product, { who: 'anna' });
  const { page, words } = anna;
  const { items } = await get<{ items: { id: string; name: string }[] }>(anna, '/annotate/projects');
  const project = items[0]!;
  await page.goto('/my-work');
  await page.getByRole('heading', { level: 2, name: project.name }).waitFor();
  await anna.settled();
  expect(await page.getByText(words('work-life.my_numbers'), { exact: true }).count()).toBe(0);

  await admin.page.goto(`/projects/${project.id}`);
  await admin.page.getByLabel(admin.words('console-overview.show_numbers')).click();
  await admin.page
    .getByRole('status')
    .filter({ hasText: admin.words('console.saved') })
    .waitFor();
  await page.reload();
  await page.getByText(words('work-life.my_numbers'), { exact: true }).click();
  await page.getByLabel(words('work-life.my_say')).fill('I read everything twice.');
  await page.getByRole('button', { name: words('work-life.my_say_save') }).click();
  await page
    .getByRole('status')
    .filter({ hasText: words('work-life.reply_sent') })
    .waitFor();
  expect(await violations(page, 'my work')).toEqual([]);
  const me = await get<{ id: string }>(anna, '/me');
  const path = `/projects/${project.id}/statistics/annotators/${me.id}`;
  const reply = async (): Promise<string | undefined> =>
    (await get<{ reply: { text: string } | null }>(admin, path)).reply?.text;
  await vi.waitUntil(async () => (await reply()) === 'I read everything twice.');
  // On her profile a lead reads it.
  const said = admin.page.getByRole('region', { name: admin.words('console-replies.title'), exact: true });
  await admin.page.goto(`/projects/${project.id}/annotators/${me.id}`);
  await said.getByText('I read everything twice.').waitFor();
  expect([...admin.faults, ...anna.faults]).toEqual([]);
  await admin.context.close();
  await anna.context.close();
});
