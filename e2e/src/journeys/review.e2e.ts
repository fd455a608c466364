import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

/** An answer is chosen in the decision at hand. */
function chosen({ page, words }: Visitor): Promise<void> {
  const decision = page.getByRole('region', { name: words('console-review.decide') });
  return decision.getByRole('radio', { checked: true }).waitFor();
}

test('a reviewer decides blind by keys, sends back, and finds the next; who comes second is shown what stands', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const { projectId } = await judgedProject({ owner, browser }, product, [
    [-3, 3],
    [-1, 1],
    [2, 2],
  ]);
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/review`);
  const queue = page.getByRole('list', { name: words('console-review.queue') });
  await queue.getByRole('button').nth(1).waitFor();
  expect(await queue.getByRole('button').count()).toBe(2);
  // Nothing that people said is on the page, nor anywhere in what the page was told.
  await page.getByRole('button', { name: words('console-review.save_decision') }).waitFor();
  expect(await page.content()).not.toContain('said why');
  const found = await violations(page, 'review blind');

  // One key and Enter.
  await page.keyboard.press('1');
  await chosen(owner);
  await page.keyboard.press('Enter');
  await page.getByRole('table').getByText('Ann said why').waitFor();
  await page.getByRole('status').getByText(words('console-review.settled'), { exact: true }).waitFor();
  const label = page.getByRole('region', { name: words('console-review.resolution') });
  await label.getByText(words('console-review.method_adjudicated'), { exact: true }).waitFor();
  found.push(...(await violations(page, 'review settled')), ...(await misfits(page, 'review settled')));

  // Sent back by key: it reaches the annotator.
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('console-review.message')).fill('Please read the second answer again.');
  await dialog.getByRole('button', { name: words('console-review.send_back') }).click();
  await dialog.waitFor({ state: 'detached' });
  const { rows } = await product.database.pool.query('select message from feedback');
  expect(rows).toEqual([{ message: 'Please read the second answer again.' }]);

  // The next one, which somebody else decides at the same time.
  await page.keyboard.press('j');
  const second = queue.getByRole('button');
  await page.waitForURL(/case=/);
  await page.getByRole('button', { name: words('console-review.save_decision') }).waitFor();
  expect(await second.count()).toBe(1);
  const comparisonId = new URL(page.url()).searchParams.get('case')!;
  const email = 'rita@example.org';
  const password = 'a long enough secret';
  const rita = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await callAs(owner, product, {
    method: 'POST',
    path: `/projects/${projectId}/members`,
    body: { email, role: 'reviewer', newAccount: { name: 'Rita', password } },
  });
  await signIn(rita, { email, password });
  await rita.page.goto(`/projects/${projectId}/review`);
  await rita.page.getByRole('button', { name: rita.words('console-review.save_decision') }).waitFor();
  // She looks first, which is written down.
  await rita.page.keyboard.press('r');
  await rita.page.getByText('Ann said why').waitFor();
  await rita.page.keyboard.press('7');
  await chosen(rita);
  await rita.page.keyboard.press('Enter');
  await rita.page
    .getByRole('status')
    .getByText(rita.words('console-review.settled'), { exact: true })
    .waitFor();
  await rita.settled();
  found.push(...(await violations(rita.page, 'review zh')), ...(await misfits(rita.page, 'review zh')));

  await page.keyboard.press('4');
  await chosen(owner);
  await page.keyboard.press('Enter');
  await page.getByText(words('console-review.conflict', { reviewer: 'Rita' })).waitFor();
  const decided = await product.database.pool.query(
    'select u.name, a.revealed from adjudications a join users u on u.id = a.reviewer_id where a.comparison_id = $1',
    [comparisonId],
  );
  expect(decided.rows).toEqual([{ name: 'Rita', revealed: true }]);
  await page.getByText(words('console-review.empty')).waitFor();
  expect(found).toEqual([]);
  expect(owner.faults).toEqual([]);
  expect(rita.faults).toEqual([]);
});
