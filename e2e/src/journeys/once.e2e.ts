import { systemIds } from '@pairwright/runtime/ids';
import { addPlainPerson } from '@pairwright/testkit/plain-rows';
import { expect, test, vi } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

const row = {
  messages: [{ role: 'user', content: 'Q' }],
  responses: [
    { model: 'a', content: 'A' },
    { model: 'b', content: 'B' },
  ],
};

test('a project whose answer was lost is made once, and an exclusion that stopped goes on, in both languages', async () => {
  const olga = await visit(browser, product);
  const { page, words } = olga;
  await becomeOwner(olga, product);
  const named = async (): Promise<number> =>
    (await product.database.pool.query(`select count(*)::int as n from projects where name = 'Once'`)).rows[0]
      .n;

  await page.goto('/projects/new');
  await page.getByLabel(words('console-projects.name'), { exact: true }).fill('Once');
  const keys: (string | undefined)[] = [];
  await page.route('**/api/v1/projects', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length === 3) return route.fallback();
    // The server does it, and its answer gets lost.
    await route.fetch();
    return route.abort('connectionreset');
  });
  const create = page.getByRole('button', { name: words('console-projects.create') });
  await create.click();
  await page.getByText(words('problem.no_answer')).waitFor();
  await create.click();
  await vi.waitFor(() => expect(keys).toHaveLength(2), { timeout: 10_000 });
  await page.getByText(words('problem.no_answer')).waitFor();
  await create.click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
  expect(new Set(keys).size).toBe(1);
  expect(await named()).toBe(1);
  await page.unrouteAll();

  const { projectId } = await makeProject(olga, product, { name: 'Stopped', rows: [row] });
  const annotator = await addPlainPerson(product.database);
  await product.database.pool.query(
    `insert into exclusions (id, project_id, annotator_id, scope, reason, state, created_by, error)
     select $1, $2, $3, 'all', 'Answers without reading.', 'applying', id, '{"code":"worker_ended","message":"The worker ended 10 times while it worked on this.","fix":"Look into its log."}'
     from users where email = 'olga@example.org'`,
    [systemIds.next(), projectId, annotator],
  );
  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  const found: string[] = [];
  for (const one of [olga, chinese]) {
    await one.page.goto(`/projects/${projectId}/members`);
    const alert = one.page.getByRole('alert').filter({ hasText: one.words('console-exclude.stopped') });
    await alert.getByText(one.words('console.job_worker_ended')).waitFor();
    await one.settled();
    found.push(
      ...(await violations(one.page, one.locale)),
      ...(await misfits(one.page, one.locale)),
      ...one.faults.filter((fault) => !fault.includes('ERR_CONNECTION_RESET')),
    );
  }
  expect(found).toEqual([]);
  await page.getByRole('button', { name: /Go on with/ }).click();
  await page.getByText(words('console-exclude.resumed')).first().waitFor();
  await page.getByText(words('console-exclude.state_applied'), { exact: true }).waitFor();
});

test('an address that the server may not open is refused in the language of the reader', async () => {
  const chinese = await visit(browser, product, { locale: 'zh-CN' });
  const { page, words } = chinese;
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  await page.goto('/webhooks');
  await page.getByRole('button', { name: words('console-webhooks.new') }).click();
  const form = page.getByRole('dialog', { name: words('console-webhooks.new') });
  await form.getByLabel(words('console-webhooks.address')).fill('https://127.0.0.1/hooks');
  await form.getByLabel(words('console-webhooks.events_find')).fill('import');
  await form.getByRole('checkbox', { name: 'import.finished' }).click();
  await form.getByRole('button', { name: words('console-webhooks.create') }).click();
  await form.getByText(words('problem.fault_address_not_allowed')).first().waitFor();
  expect(await form.innerText()).not.toContain('may open');
  expect([...(await violations(page, 'refused')), ...(await misfits(page, 'refused'))]).toEqual([]);
});
