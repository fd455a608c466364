import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Agreement } from '@pairwright/contract/statistics/agreement';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { sideways, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

async function projectOf(slug: string): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from projects where slug = $1',
    [slug],
  );
  return rows[0]!.id;
}

/** What the API says of the numbers on the screen. */
async function agreementOf(visitor: Visitor, projectId: string, query = ''): Promise<Agreement> {
  const { result } = await callAs<{ result: Agreement }>(visitor, product, {
    method: 'GET',
    path: `/projects/${projectId}/statistics/agreement${query}`,
  });
  return result;
}

function cardOf(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true }).filter({ has: page.getByRole('heading') });
}

/** The lines of the file that a card gives, without its header. */
async function linesOf({ page, words }: Visitor, title: string): Promise<string[][]> {
  const button = cardOf(page, title).getByRole('button', { name: words('console-statistics.csv') });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const text = await readFile(await download.path(), 'utf8');
  return text
    .replace('\u{FEFF}', '')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));
}

function cellsOf(name: string, { value, low, high, n }: Estimate): string[] {
  return [name, ...[value, low, high, n].map((number) => String(number ?? ''))];
}

test('a researcher sees how far people agree, and takes the numbers along to the last digit', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const projectId = await projectOf('demo-mt-bench');
  await page.goto(`/projects/${projectId}`);
  await page.getByRole('link', { name: words('console.nav_quality') }).click();
  // Nobody asked for it before: it is computed by itself and appears.
  const chance = words('console-quality.chance');
  await cardOf(page, chance).waitFor();
  await researcher.settled();
  expect(await violations(page, 'quality')).toEqual([]);

  const { direction, strength, bias, matrix } = await agreementOf(researcher, projectId);
  const measures = ['alpha', 'gwet', 'brennanPrediger', 'fleiss', 'cohen'] as const;
  expect((await linesOf(researcher, chance)).map((line) => line.slice(0, 5))).toEqual([
    ...measures.map((name) => cellsOf(`direction.${name}`, direction.coefficients[name])),
    ...measures.map((name) => cellsOf(`strength.${name}`, strength.coefficients[name])),
  ]);
  const percent = await linesOf(researcher, words('console-quality.percent'));
  expect(percent[1]!.slice(0, 5)).toEqual(cellsOf('percent.pooled', direction.percent.pooled));
  const length = await linesOf(researcher, words('console-quality.length'));
  expect(length.map(([, value]) => value)).toEqual(
    bias.length.map(({ longer }) => String(longer.value ?? '')),
  );
  const pairs = await linesOf(researcher, words('console-quality.matrix'));
  expect(pairs.map(([, , shared, agreement]) => [shared, agreement])).toEqual(
    matrix.pairs.map(({ shared, agreement }) => [String(shared), String(agreement)]),
  );

  const { value, low, high } = direction.coefficients.alpha;
  const two = (number: number | null): string => number!.toFixed(2);
  const figure = words('console-statistics.interval', { value: two(value), low: two(low), high: two(high) });
  await cardOf(page, chance).getByText(figure, { exact: true }).waitFor();
  // T turns the card with the focus into a table and back.
  const toggle = cardOf(page, chance).getByRole('button', { name: words('console-statistics.as_table') });
  await toggle.focus();
  await page.keyboard.press('t');
  const row = cardOf(page, chance).getByRole('row', { name: words('console-quality.direction_alpha') });
  await row.getByText(figure).waitFor();
  await page.keyboard.press('t');
  await row.waitFor({ state: 'detached' });
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test('the arrow keys walk through the annotators, Enter opens what two of them judged differently', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const projectId = await projectOf('demo-mt-bench');
  await page.goto(`/projects/${projectId}/quality`);
  const grid = page.getByRole('grid', { name: words('console-quality.matrix') });
  await grid.waitFor();
  await researcher.settled();
  const { matrix } = await agreementOf(researcher, projectId);
  const differ = ({ shared, agreement }: Agreement['matrix']['pairs'][number]) =>
    Math.round(shared * (1 - agreement));
  // The first in reading order, of the twenty shown, that has something to open.
  const pair = matrix.pairs.find((each) => each.second < 20 && differ(each) > 0)!;
  await grid.getByRole('gridcell').first().focus();
  for (let step = 0; step < pair.first; step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < pair.second; step += 1) await page.keyboard.press('ArrowRight');
  const [one, other] = [matrix.annotators[pair.first]!, matrix.annotators[pair.second]!];
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/comparisons?disputed=${one.id},${other.id}`);
  await page.getByText(words('console-projects.disputed')).waitFor();
  const list = page.getByRole('table', { name: words('console-projects.comparisons') });
  await list.waitFor();
  expect(await list.getByRole('rowheader').count()).toBe(differ(pair));
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test('hard comparisons open from the list, in Chinese on a phone', async () => {
  const admin = await visitAs(browser, product, {
    who: 'admin',
    locale: 'zh-CN',
    theme: 'dark',
    width: 360,
    height: 740,
  });
  const { page, words } = admin;
  const projectId = await projectOf('demo-mt-bench');
  await page.goto(`/projects/${projectId}/quality`);
  const hardest = cardOf(page, words('console-quality.hardest'));
  await hardest.waitFor();
  await admin.settled();
  expect(await sideways(page)).toBe(0);
  expect(await violations(page, 'quality')).toEqual([]);
  const said = await agreementOf(admin, projectId);
  await hardest.getByText(new RegExp(` ${said.shared} .+ ${said.hardest.disputed} `)).waitFor();
  await hardest.getByRole('rowheader').first().getByRole('link').click();
  await page.waitForURL(`**/comparisons/${said.hardest.comparisons[0]!.id}`);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

test('where nothing was judged twice the page says what to do', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const { page, words } = admin;
  const projectId = await projectOf('demo-helpfulness-en');
  await page.goto(`/projects/${projectId}/quality`);
  await page.getByRole('heading', { name: words('console-quality.none') }).waitFor();
  await admin.settled();
  expect(await violations(page, 'quality')).toEqual([]);
  await page.getByRole('link', { name: words('console-quality.none_action') }).click();
  await page.waitForURL(`**/projects/${projectId}`);
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});
