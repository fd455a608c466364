import { expect, test } from 'vitest';
import { looks } from '../support/looks.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: true });

/** Two examples of the practice round and two comparisons of work, with Anna in it. */
async function projectFor(admin: Visitor, name: string): Promise<string> {
  const rows = Array.from({ length: 4 }, (_, index) => ({
    messages: [{ role: 'user', content: `Question ${index}: what is two and two?` }],
    responses: [
      { model: 'a', content: `It is 4. That is right (${index}).` },
      { model: 'b', content: `It is 5. That is wrong (${index}).` },
    ],
  }));
  const { projectId } = await makeProject(admin, product, { name, rows });
  const { rows: comparisons } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 order by rank limit 2',
    [projectId],
  );
  for (const { id } of comparisons)
    await callAs(admin, product, {
      method: 'PUT',
      path: `/projects/${projectId}/comparisons/${id}/practice`,
      body: {
        answer: { outcome: 'scale', position: 1 },
        explanation: { en: 'Two and two is four.', 'zh-CN': '二加二等于四。' },
      },
    });
  await product.database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%'`,
    [projectId],
  );
  return projectId;
}

/** The lead switches the pass mark on. */
async function setPassMark(admin: Visitor, projectId: string): Promise<void> {
  const { page, words } = admin;
  await page.goto(`/projects/${projectId}/routing`);
  await admin.settled();
  const policy = page.getByRole('region', { name: words('console-routing.policy'), exact: true });
  await policy.getByRole('checkbox', { name: words('console-routing.practice'), exact: true }).click();
  const part = policy.getByRole('group', { name: words('console-routing.practice'), exact: true });
  await part.getByLabel(words('console-routing.field_practice_attempts')).fill('0');
  await part.getByRole('alert').waitFor();
  await part.getByLabel(words('console-routing.field_practice_attempts')).fill('2');
  await part.getByLabel(words('console-routing.field_practice_passPercent')).fill('100');
  await part.getByLabel(words('console-routing.field_practice_validDays')).fill('30');
  expect(await screenFaults(admin, 'pass mark')).toEqual([]);
  await policy.getByRole('button', { name: words('console.save') }).click();
  await page.getByText(words('console.saved'), { exact: true }).first().waitFor();
}

/** Answers the example on the screen, right or wrong, and goes on. */
async function answer({ page, words }: Visitor, right: boolean): Promise<void> {
  const texts = await page.locator('[data-visible] [data-text]').allTextContents();
  const isFirst =
    texts.findIndex((text) => text.includes('That is')) ===
    texts.findIndex((text) => text.includes('That is right'));
  await page.keyboard.press(isFirst === right ? '1' : '7');
  await page
    .getByText(words(right ? 'practice.matched' : 'practice.not_matched'))
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
}

test.each(looks)('work waits for the practice round: failed, tried again, passed: $locale', async (look) => {
  const admin = await visitAs(browser, product, { who: 'admin', ...look });
  const name = `Practice ${look.locale}`;
  const projectId = await projectFor(admin, name);
  await setPassMark(admin, projectId);

  const anna = await visitAs(browser, product, { who: 'anna', ...look });
  const { page, words } = anna;
  await page.goto(`/annotate/${projectId}`);
  await page.getByText(words('labeling.nothing_practice_due')).waitFor();
  expect(await screenFaults(anna, 'practice is due')).toEqual([]);
  await page.getByRole('link', { name: words('labeling.nothing_to_practice') }).click();
  await page.getByRole('button', { name: words('practice.tour_skip') }).click();
  await page.getByText(words('practice.example_counts')).first().waitFor();
  await answer(anna, true);
  await page.getByText(words('practice.example_counts')).first().waitFor();
  await answer(anna, false);
  await page.getByText(words('practice.failed', { correct: 1, items: 2 })).waitFor();
  await page.getByText(/1 attempt is left|还剩 1 次机会/).waitFor();
  expect(await page.getByRole('link', { name: words('practice.to_work') }).count()).toBe(0);
  expect(await screenFaults(anna, 'practice failed')).toEqual([]);

  await page.getByRole('button', { name: words('practice.try_again') }).click();
  await page.getByText(words('practice.example_counts')).first().waitFor();
  await answer(anna, true);
  await page.getByText(words('practice.example_counts')).first().waitFor();
  await answer(anna, true);
  await page.getByText(words('practice.passed', { correct: 2, items: 2 })).waitFor();
  expect(await screenFaults(anna, 'practice passed')).toEqual([]);
  await page.getByRole('link', { name: words('practice.to_work') }).click();
  await new Workbench(anna).ready();

  // The lead sees how it went.
  await admin.page.reload();
  const people = admin.page.getByRole('region', {
    name: admin.words('console-routing.people'),
    exact: true,
  });
  await people
    .getByText(admin.words('console-routing.exam_passed', { correct: 2, items: 2, attempt: 2 }))
    .waitFor();
  await anna.context.close();
  await admin.context.close();
});
