import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { DatasetHealth, HealthReport } from '@pairwright/contract/dataset-health';
import { misfits, violations } from '../support/accessible.ts';
import { freezeDataset } from '../support/dataset-pages.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeToken } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';

onStage({ demo: true });

async function votesProject(): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    "select id from projects where slug = 'demo-mt-bench'",
  );
  return rows[0]!.id;
}

function cardOf(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true }).filter({ has: page.getByRole('heading') });
}

async function linesOf({ page, words }: Visitor, title: string): Promise<string[][]> {
  const button = cardOf(page, title).getByRole('button', { name: words('console-statistics.csv') });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const text = await readFile(await download.path(), 'utf8');
  return text
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(','));
}

async function versionHealth(visitor: Visitor, projectId: string, versionId: string): Promise<DatasetHealth> {
  const { report } = await callAs<{ report: HealthReport }>(visitor, product, {
    method: 'GET',
    path: `/projects/${projectId}/versions/${versionId}/health`,
  });
  expect(report).toMatchObject({ state: 'ready', versionId });
  return report.result!;
}

test('a version has a health report without anybody asking, and its findings lead to their rows by keyboard', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const { page, words } = researcher;
  const projectId = await votesProject();
  await freezeDataset(researcher, projectId, 'Healthy');
  const versionId = new URL(page.url()).pathname.split('/').at(-1)!;
  const link = page.getByRole('link', { name: words('console-datasets.health') });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/health');
  await cardOf(page, words('console-health.findings')).waitFor();
  await page
    .getByRole('heading', {
      name: words('console-health.title_version', { version: 1, dataset: 'Healthy' }),
    })
    .waitFor();
  await researcher.settled();
  expect(await violations(page, 'health')).toEqual([]);
  expect(await misfits(page, 'health')).toEqual([]);

  const health = await versionHealth(researcher, projectId, versionId);
  expect(health.findings).toHaveLength(12);
  for (const { kind, level } of health.findings) {
    const finding = page.getByRole('region', {
      name: words(`console-health.kind_title_${kind}`),
      exact: true,
    });
    await finding.getByText(words(`console-health.level_${level ?? 'unknown'}`), { exact: true }).waitFor();
    if (level !== null)
      await finding.getByText(words(`console-health.${level}_${kind}`), { exact: true }).waitFor();
  }
  const baselines = words('console-health.baselines');
  expect((await linesOf(researcher, baselines)).map((line) => line.slice(0, 5))).toEqual(
    health.baselines.map(({ name, accuracy: { value, low, high, n } }) => [
      name,
      ...[value, low, high, n].map((number) => String(number ?? '')),
    ]),
  );
  expect(
    (await linesOf(researcher, words('console-health.lengths'))).map(([, rows]) => Number(rows)),
  ).toEqual(health.lengths.over.map(({ rows }) => rows));
  // T turns the card with the focus into a table and back.
  const card = cardOf(page, baselines);
  await card.getByRole('button', { name: words('console-statistics.as_table') }).focus();
  await page.keyboard.press('t');
  await card.getByRole('row', { name: words('console-health.baseline_longer') }).waitFor();
  await page.keyboard.press('t');

  const largest = page.getByText(words('console-health.rows_largest'), { exact: true });
  await largest.focus();
  await page.keyboard.press('Enter');
  const { rows } = health.findings.find(({ kind }) => kind === 'dominating_prompts')!;
  const region = page.getByRole('region', {
    name: words('console-health.kind_title_dominating_prompts'),
    exact: true,
  });
  await region.getByRole('rowheader').first().getByRole('link').focus();
  expect(await region.getByRole('rowheader').count()).toBe(rows.length);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/comparisons/${rows[0]!.comparisonId}`);
  expect(researcher.faults).toEqual([]);
  await researcher.context.close();
});

test('the command line tells the same report, and fails where it is told to', async () => {
  const researcher = await visitAs(browser, product, { who: 'researcher' });
  const projectId = await votesProject();
  await freezeDataset(researcher, projectId, 'By command');
  const body = { name: 'CLI', scopes: ['read', 'export'], expiresInDays: 1 };
  const token = await makeToken(researcher, product, body);
  const run = async (...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      [path.resolve('apps/cli/dist/main.js'), '--server', product.baseUrl, ...args],
      { env: { ...process.env, PAIRWRIGHT_TOKEN: token } },
    );
  const { stdout } = await run('--json', 'health', 'demo-mt-bench/by-command@1');
  const { version, report } = JSON.parse(stdout) as { version: number; report: HealthReport };
  expect([version, report.state]).toEqual([1, 'ready']);
  expect(await versionHealth(researcher, projectId, report.versionId!)).toEqual(report.result);
  // Longer answers win in this data.
  const failed = run('health', 'demo-mt-bench/by-command', '--fail-on', 'act');
  await expect(failed).rejects.toMatchObject({
    stdout: expect.stringMatching(
      /act +72\.4 % \(69\.4 % to 75\.3 %\) +885 +accuracy of "always the longer"/,
    ),
    stderr: expect.stringMatching(/^Findings to see to: .*length/),
  });
  await researcher.context.close();
});

test('a recipe is looked at before it is frozen, in Chinese on a dark phone', async () => {
  const admin = await visitAs(browser, product, {
    who: 'admin',
    locale: 'zh-CN',
    theme: 'dark',
    width: 390,
    height: 840,
  });
  const { page, words } = admin;
  const projectId = await votesProject();
  await page.goto(`/projects/${projectId}/datasets/new`);
  // Examples of what is left out are whole, and stand in a few lines on a phone too.
  const examples = page
    .getByRole('table', { name: words('console-datasets.waterfall') })
    .getByRole('rowheader')
    .getByRole('link');
  await examples.first().waitFor();
  const heights = await examples.evaluateAll((links) =>
    links.map((link) => link.getBoundingClientRect().height),
  );
  expect(Math.max(...heights)).toBeLessThan(90);
  await page.getByRole('button', { name: words('console-datasets.health_of_recipe') }).press('Enter');
  await page.waitForURL('**/health/*');
  await cardOf(page, words('console-health.findings')).waitFor();
  await page.getByText(words('console-health.as_recipe')).waitFor();
  await admin.settled();
  expect(await violations(page, '健康报告')).toEqual([]);
  expect(await misfits(page, '健康报告')).toEqual([]);
  const finding = page.getByRole('region', {
    name: words('console-health.kind_title_prompt_overlap'),
    exact: true,
  });
  // There is one part: nothing is known of what parts share, and no 0 stands for it.
  await finding.getByText(words('console-health.level_unknown'), { exact: true }).waitFor();
  await finding.getByText(words('console-health.reason_one_part')).waitFor();
  expect(admin.faults).toEqual([]);
  await admin.context.close();
});

/** Its message has numbers in the reader's way, which `words` does not write. */
const versionOne = { en: /^Version 1 \(/, 'zh-CN': /^版本 1（/ } as const;
const part = {
  en: { name: 'Name of part 2', share: (n: number) => `Percent in part ${n}` },
  'zh-CN': { name: '第 2 个划分的名称', share: (n: number) => `第 ${n} 个划分的百分比` },
} as const;

for (const locale of ['en', 'zh-CN'] as const)
  test(`a recipe takes what the project has to choose from, and counts the rows of each part (${locale})`, async () => {
    const admin = await visitAs(browser, product, { who: 'admin', locale });
    const { page, words } = admin;
    const projectId = await votesProject();
    await page.goto(`/projects/${projectId}/datasets/new`);
    const preview = page.getByRole('region', { name: words('console-datasets.preview'), exact: true });
    await preview.getByRole('status').waitFor();
    for (const group of ['filters', 'split'])
      await page.getByText(words(`console-datasets.group_${group}`), { exact: true }).press('Enter');
    const choose = (group: string, name: string | RegExp) =>
      page
        .getByRole('group', { name: words(`console-datasets.${group}`), exact: true })
        .getByRole('checkbox', { name, exact: true });
    await choose('judges', words('console-datasets.judges_imported')).press('Space');
    await choose('question_versions', versionOne[locale]).press('Space');
    await choose('outcomes', words('console-datasets.outcomes_preference')).press('Space');
    expect(
      await page
        .getByRole('group', { name: words('console-datasets.batches') })
        .getByRole('checkbox')
        .count(),
    ).toBe(1);
    await page.getByLabel(words('console-datasets.split'), { exact: true }).selectOption('prompt');
    // A part more, by the keyboard: what does not come to 100 % is said, and is no recipe.
    await page.getByLabel(part[locale].share(1), { exact: true }).fill('70');
    await page.getByRole('button', { name: words('console-datasets.part_add') }).press('Enter');
    await page.getByLabel(part[locale].name, { exact: true }).fill('dev');
    await page.getByLabel(part[locale].share(2), { exact: true }).fill('25');
    await page.getByText(words('console-datasets.parts_sum_wrong', { sum: '105' })).waitFor();
    await page.getByText(words('console-datasets.recipe_wrong')).waitFor();
    await page.getByLabel(part[locale].share(2), { exact: true }).fill('20');
    const parts = preview.getByRole('table', { name: words('console-datasets.split_table') });
    await parts.getByRole('rowheader', { name: 'test' }).waitFor();
    const rows = await parts
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') })
      .allTextContents();
    const sum = rows.reduce((total, row) => total + Number(/\d+$/.exec(row)?.[0]), 0);
    expect(rows.map((row) => row.replace(/\d+$/, ''))).toEqual(['dev', 'test', 'train']);
    expect(sum).toBe(887);
    // The votes of the demo came with their import: of annotators who judged here there are none.
    await choose('judges', words('console-datasets.judges_imported')).press('Space');
    await choose('judges', words('console-datasets.judges_annotator')).press('Space');
    await parts.waitFor({ state: 'detached' });
    await admin.settled();
    expect(await violations(page, 'recipe')).toEqual([]);
    expect(await misfits(page, 'recipe')).toEqual([]);
    expect(admin.faults).toEqual([]);
    await admin.context.close();
  });
