import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs, makeProject } from '../support/through-api.ts';
import { visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const rows = [1, 2, 3, 4].map((n) => ({
  messages: [{ role: 'user', content: `Question ${n}` }],
  responses: [
    { model: 'a', content: `Yes ${n}` },
    { model: 'b', content: `No ${n}` },
  ],
}));

test('work keeps the rate it was given at, a lead reads what everybody is owed, and makes the next project alike', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { projectId } = await makeProject(olga, product, { name: 'Helpfulness', template: 'arena', rows });
  const pay = (perJudgmentMicros: number) =>
    callAs(olga, product, {
      method: 'PATCH',
      path: `/projects/${projectId}`,
      body: { pay: { currency: 'EUR', perJudgmentMicros } },
    });
  await pay(250_000);
  const { page, words } = olga;
  const bench = new Workbench(olga);
  await bench.open('Helpfulness');
  for (const vote of ['a', 'b']) await bench.decide(vote);
  await bench.synced(2);
  await pay(100_000);

  // The cost is by the rate of then, and the history tells both.
  await page.goto(`/projects/${projectId}`);
  const cost = page.getByRole('region', { name: words('console-overview.cost'), exact: true });
  await cost.getByText('€0.50').waitFor();
  await cost.getByText('2 × €0.25').waitFor();
  await page.getByText(words('console-practice.rates'), { exact: true }).first().click();
  const rates = page.getByRole('table', { name: words('console-practice.rates') });
  await rates
    .getByRole('row')
    .filter({ hasText: words('console-practice.rate_beginning') })
    .waitFor();
  expect(await rates.getByRole('row').filter({ hasText: 'Olga' }).count()).toBe(2);
  expect(await screenFaults(olga, 'pay-rates')).toEqual([]);

  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-practice.pay_by_person'), exact: true });
  const mine = card.getByRole('row').filter({ hasText: 'Olga' });
  await mine.getByText(words('console-practice.pay_amount', { count: '2', amount: '€0.50' })).waitFor();
  expect(await screenFaults(olga, 'pay-by-person')).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: words('console-practice.pay_save') }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(lines[1]).toContain(',Olga,EUR,250000,2,0,0,500000,0,0');
  await card.getByLabel(words('console-practice.period_to')).fill('2020-01-01');
  await card.getByText(words('console-practice.pay_nobody')).waitFor();

  await page.goto('/projects');
  await page
    .getByRole('link', { name: words('console-projects.copy_named', { project: 'Helpfulness' }) })
    .click();
  await page.getByText(words('console-projects.copy_what')).waitFor();
  expect(await screenFaults(olga, 'copy-project')).toEqual([]);
  await page.getByLabel(words('console-projects.name'), { exact: true }).fill('Helpfulness, round 2');
  await page.getByRole('button', { name: words('console-projects.create') }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
  const made = new URL(page.url()).pathname.split('/').at(-1)!;
  const copy = await callAs<{ template: string; pay: unknown; counts: { comparisons: number } }>(
    olga,
    product,
    {
      method: 'GET',
      path: `/projects/${made}`,
    },
  );
  expect(copy).toMatchObject({
    template: 'arena',
    pay: { currency: 'EUR', perJudgmentMicros: 100_000 },
    counts: { comparisons: 0 },
  });

  const run = await commandLine(olga, product, { scopes: ['read', 'manage'] });
  await run('project', 'copy', 'helpfulness', '--name', 'Helpfulness, round 3');
  expect(await run('project', 'list')).toContain('helpfulness-round-3');
  expect(olga.faults).toEqual([]);
});
