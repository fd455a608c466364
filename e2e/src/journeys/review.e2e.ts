import { expect, test } from 'vitest';
import { submission } from '@pairwright/core/annotate/annotate.fixture';
import { systemIds } from '@pairwright/runtime/ids';
import { misfits, violations } from '../support/accessible.ts';
import { makeKind } from '../support/every-kind.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const password = 'a long enough secret';

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
  const rita = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await callAs(owner, product, {
    method: 'POST',
    path: `/projects/${projectId}/members`,
    body: { email, role: 'reviewer', newAccount: { name: 'Rita', password }, currentPassword: password },
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

test('a ranking is decided by the keys of the workbench, with the tools on Shift', async () => {
  const owner = await visit(browser, product);
  const { page, words } = owner;
  await signIn(owner, { email: 'olga@example.org', password });
  const projectId = await makeKind(owner, product, { kind: 'rank', count: 1 });
  const project = `/projects/${projectId}`;
  await callAs(owner, product, { method: 'PATCH', path: project, body: { targetJudgments: 2 } });
  // Two who put the same four the other way round.
  for (const [name, turned] of [
    ['dora', false],
    ['emil', true],
  ] as const) {
    const email = `${name}@example.org`;
    const member = { email, role: 'annotator', newAccount: { name, password } };
    await callAs(owner, product, { method: 'POST', path: `${project}/members`, body: member });
    const person = await visit(browser, product);
    await callAs(person, product, { method: 'POST', path: '/session', body: { email, password } });
    const claim = { method: 'POST', path: `${project}/assignments/claim`, body: { count: 1 } } as const;
    const { items } = await callAs<{ items: { id: string }[] }>(person, product, claim);
    const { rows } = await product.database.pool.query<{ presented_order: number[] }>(
      'select presented_order from assignments where id = $1',
      [items[0]!.id],
    );
    const ranks = rows[0]!.presented_order.map((response) => (turned ? 4 - response : response + 1));
    const body = submission(systemIds.next(), { answer: { outcome: 'ranking', ranks } });
    await callAs(person, product, {
      method: 'POST',
      path: `${project}/assignments/${items[0]!.id}/judgment`,
      body,
    });
    await person.context.close();
  }
  await page.goto(`${project}/review`);
  // The keys of a ranking come with its panel.
  await page.getByText(words('labeling-rank.hint_type', { key: 'Enter' })).waitFor();
  const decision = page.getByRole('region', { name: words('console-review.decide') });
  // A ranking that is not whole is no answer.
  for (const key of ['c', 'a']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await decision.getByText(words('console-review.pick_first')).waitFor();
  for (const key of ['=', 'd', 'b']) await page.keyboard.press(key);
  await decision
    .getByText(words('console-review.chosen', { answer: 'C > A = D > B' }), { exact: true })
    .waitFor();
  expect(await violations(page, 'review of a ranking')).toEqual([]);
  await page.keyboard.press('Shift+R');
  await page.getByRole('table').getByText('dora').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(words('console-review.settled'), { exact: true }).waitFor();
  const { rows } = await product.database.pool.query<{ ranks: number[]; presented_order: number[] }>(
    'select ranks, presented_order from adjudications where project_id = $1',
    [projectId],
  );
  const { ranks, presented_order: order } = rows[0]!;
  expect(order.map((response) => ranks[response])).toEqual([2, 3, 1, 2]);
  expect(owner.faults).toEqual([]);
});
