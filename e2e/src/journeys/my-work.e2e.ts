import { expect, test } from 'vitest';
import { violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

onStage({ demo: true });

/** In the console: what a judgment is worth. What is no amount is not taken. */
async function setPay({ page, words, settled }: Visitor, projectId: string): Promise<void> {
  await page.goto(`/projects/${projectId}`);
  await settled();
  const pay = page.getByRole('region', { name: words('console-practice.pay') });
  const amount = pay.getByLabel(words('console-practice.amount'));
  await pay.getByLabel(words('console-practice.currency')).fill('eur');
  await amount.fill('a lot');
  await pay.getByText(words('console-practice.amount_fault')).waitFor();
  await amount.fill('0.15');
  await pay.getByRole('button', { name: words('console.save') }).click();
  await page.getByText(words('console.saved'), { exact: true }).last().waitFor();
  await page.reload();
  await settled();
  expect([
    await pay.getByLabel(words('console-practice.currency')).inputValue(),
    await amount.inputValue(),
  ]).toEqual(['EUR', '0.15']);
}

const message = 'The second answer is cut off. Please look again.';

/** In the console: something about this judgment, beside the comparison it is of. */
async function giveFeedback(
  { page, words, settled }: Visitor,
  path: string,
  judgmentId: string,
): Promise<void> {
  await page.goto(path);
  await settled();
  const feedback = page.getByRole('region', { name: words('console-practice.feedback') });
  const send = feedback.getByRole('button', { name: words('console-practice.send') });
  await feedback.getByLabel(words('console-practice.about')).selectOption(judgmentId);
  await send.click();
  await feedback.getByText(words('console.required')).waitFor();
  await feedback.getByLabel(words('console-practice.message')).fill(message);
  await send.click();
  await page.getByText(words('console-practice.sent'), { exact: true }).last().waitFor();
  await feedback.getByText(message).waitFor();
  expect(await violations(page, 'feedback in the console')).toEqual([]);
}

/** In the console: the annotator's word is read, and the dispute is over. */
async function settle({ page, words, settled }: Visitor, path: string): Promise<void> {
  await page.goto(path);
  await settled();
  const feedback = page.getByRole('region', { name: words('console-practice.feedback') });
  await feedback.getByText('It is whole for me.').waitFor();
  await feedback.getByText(words('console-practice.disputed'), { exact: true }).waitFor();
  await feedback.getByRole('button', { name: words('console-practice.settle') }).click();
  await feedback.getByText(words('console-practice.settled'), { exact: true }).waitFor();
}

test('an annotator sees what they did, what it is worth, and what was said about it', async () => {
  const anna = await visitAs(browser, product, { who: 'anna' });
  const bench = new Workbench(anna);
  await bench.open(project);
  for (let vote = 1; vote <= 3; vote += 1) await bench.decide('1');
  await bench.synced(3);
  const [told] = bench.told;

  const admin = await visitAs(browser, product, { who: 'admin' });
  const { rows } = await product.database.pool.query<{ project: string; comparison: string }>(
    'select project_id as project, comparison_id as comparison from judgments where id = $1',
    [told!.body.id],
  );
  const { project: projectId, comparison } = rows[0]!;
  await setPay(admin, projectId);
  const judged = `/projects/${projectId}/comparisons/${comparison}`;
  await giveFeedback(admin, judged, told!.body.id!);

  const { page, words } = anna;
  await page.goto('/my-work');
  await anna.settled();
  await page.getByRole('link', { name: words('work-life.nav_feedback') }).click();
  await page.getByText(message).waitFor();
  await page.getByLabel(words('work-life.reply')).fill('It is whole for me.');
  await page.getByLabel(words('work-life.dispute')).check();
  await page.getByRole('button', { name: words('work-life.send_reply') }).click();
  await page.getByText(words('work-life.disputed'), { exact: true }).waitFor();
  expect(await violations(page, 'my work')).toEqual([]);

  await page.getByRole('link', { name: words('work-life.nav_time') }).click();
  const pay = page.getByRole('region', { name: words('work-life.earnings_table') });
  await pay.getByText('€0.30 (2)').waitFor();
  await pay.getByText('€0.15 (1)').waitFor();
  await page
    .getByRole('button', { name: words('work-life.correct') })
    .first()
    .click();
  await page.getByLabel(words('work-life.correct_minutes'), { exact: true }).fill('12');
  await page.getByLabel(words('work-life.correct_note')).fill('I read the guidelines on paper.');
  await page.getByRole('button', { name: words('work-life.correct_send') }).click();
  await page.getByText(/\(corrected by 12\)/).waitFor();
  expect(await violations(page, 'my work')).toEqual([]);

  await settle(admin, judged);
  await page.reload();
  await pay.getByText('€0.45 (3)').waitFor();
  await page.getByRole('link', { name: words('work-life.nav_feedback') }).click();
  await page.getByText(words('work-life.settled'), { exact: true }).waitFor();

  await page.getByRole('link', { name: words('work-life.nav_preferences') }).click();
  await page.getByLabel(words('work-life.sensitive_violence')).check();
  await anna.settled();
  await page.reload();
  await anna.settled();
  expect(await page.getByLabel(words('work-life.sensitive_violence')).isChecked()).toBe(true);
  expect(await violations(page, 'my work')).toEqual([]);
  expect(anna.faults).toEqual([]);
  await anna.context.close();
  await admin.context.close();
});
