import { expect, test } from 'vitest';
import { signatureOf } from '@pairwright/core/crowd/signing';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, makeProject } from '../support/through-api.ts';
import { visit } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: false });

const rows = [1, 2, 3].map((n) => ({
  messages: [{ role: 'user', content: `Question ${n}` }],
  responses: [
    { model: 'a', content: `Yes ${n}` },
    { model: 'b', content: `No ${n}` },
  ],
}));

test('a platform sends a worker, who judges in Chinese and leaves with the completion code', async () => {
  const olga = await visit(browser, product);
  await becomeOwner(olga, product);
  const { projectId } = await makeProject(olga, product, { name: 'Helpfulness', template: 'arena', rows });
  const { page, words } = olga;
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-crowd.title') });
  await card.getByText(words('console-crowd.new')).click();
  await card.getByLabel(words('console-crowd.name'), { exact: true }).fill('Study 1');
  await card.getByLabel(words('console-crowd.wanted')).fill('2');
  await card.getByLabel(words('console-crowd.screenOutCode')).fill('PART');
  await card.getByRole('button', { name: words('console-crowd.create') }).click();
  const key = await card.locator('[data-secret]').innerText();
  const address = await card.getByText(`${product.baseUrl}/crowd/`).innerText();
  expect(await screenFaults(olga, 'crowd-link')).toEqual([]);
  await card.getByRole('button', { name: words('console-people.secret_done') }).click();

  const linkId = new URL(address).pathname.split('/').at(-1)!;
  const claim = { linkId, externalId: '5f1c0ffee', expires: Math.floor(Date.now() / 1000) + 600 };
  const signature = signatureOf(Buffer.from(key, 'base64url'), claim);
  const query = `PROLIFIC_PID=${claim.externalId}&expires=${claim.expires}&signature=${signature}`;

  const forged = await visit(browser, product, { locale: 'zh-CN' });
  await forged.page.goto(`/crowd/${linkId}?${query.replace('PID=5', 'PID=6')}`);
  await forged.page.getByRole('heading', { name: forged.words('entry.crowd_over') }).waitFor();
  expect(await screenFaults(forged, 'crowd-over')).toEqual([]);

  const worker = await visit(browser, product, { locale: 'zh-CN' });
  await worker.page.goto(`/crowd/${linkId}?${query}`);
  await worker.page.waitForURL('**/my-work');
  await worker.page.getByText(worker.words('work-life.crowd_done', { done: 0, wanted: 2 })).waitFor();
  const bench = new Workbench(worker);
  await bench.open('Helpfulness');
  for (const vote of ['a', 'b']) await bench.decide(vote);
  await bench.synced(2);
  // There is a third comparison, but no more than two are wanted.
  await worker.page.getByText(worker.words('labeling-life.crowd_reached', { wanted: 2 })).waitFor();
  await worker.page.getByRole('button', { name: worker.words('labeling.look_again') }).click();
  await worker.page.getByText(worker.words('labeling.nothing_crowd_done')).waitFor();
  expect(await screenFaults(worker, 'crowd-reached')).toEqual([]);
  await worker.page.getByRole('link', { name: worker.words('labeling-life.crowd_to_code') }).click();
  await worker.page.waitForURL('**/my-work');
  const code = await worker.page.locator('[data-code]').innerText();
  expect(code).toMatch(/^[A-Z2-9]{12}$/);
  expect(await screenFaults(worker, 'crowd-done')).toEqual([]);

  await page.reload();
  await card.getByRole('button', { name: words('console-crowd.people_named', { name: 'Study 1' }) }).click();
  const row = card.getByRole('row').filter({ hasText: claim.externalId });
  await row.getByText(code).waitFor();
  await row.getByText(words('console-crowd.complete')).waitFor();
  await card.getByRole('button', { name: words('console-crowd.close_named', { name: 'Study 1' }) }).click();
  await card.getByText(words('console-crowd.state_closed')).waitFor();
  expect([...olga.faults, ...forged.faults, ...worker.faults]).toEqual([]);
});
