import { expect, test } from 'vitest';
import { becomeOwner } from '../support/through-api.ts';
import { makeKind } from '../support/every-kind.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { visit } from '../support/visitor.ts';

onStage({ demo: false });

test('a rating is expected of an example, and one that is a point off is right', async () => {
  const owner = await visit(browser, product, {});
  await becomeOwner(owner, product);
  const projectId = await makeKind(owner, product, { kind: 'rating', count: 2 });
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 order by rank limit 1',
    [projectId],
  );
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/comparisons/${rows[0]!.id}`);
  const card = page.getByRole('region', { name: words('console-practice.practice'), exact: true });
  await card.getByRole('button', { name: words('console-practice.use') }).click();
  await card
    .getByRole('radiogroup', { name: /Correctness/ })
    .getByRole('radio')
    .nth(3)
    .click();
  await card.getByRole('button', { name: words('labeling-parts.submit') }).click();
  const expected = words('console-practice.expected', { answer: 'Correctness 3' });
  await card.getByText(expected).waitFor();
  await card.getByLabel(words('console-practice.explanation_en')).fill('Nearly all of it is right.');
  await card.getByLabel(words('console-practice.explanation_zh-CN')).fill('几乎全对。');
  await card.getByRole('button', { name: words('console-practice.save') }).click();
  await page.getByText(words('console-practice.saved')).first().waitFor();
  await card.getByText(expected).waitFor();

  await page.goto(`/my-work/${projectId}/practice`);
  await page.getByRole('button', { name: words('practice.tour_skip') }).click();
  await page.getByText(words('practice.example_do')).first().waitFor();
  const rate = async (value: number) => {
    await page
      .getByRole('radiogroup', { name: /Correctness/ })
      .getByRole('radio')
      .nth(value)
      .click();
    await page.keyboard.press('Enter');
  };
  await rate(0);
  await page.getByText(words('practice.not_matched')).first().waitFor();
  await page.getByText(words('practice.expected', { answer: 'Correctness 3' })).waitFor();
  expect(await screenFaults(owner, 'practice of ratings')).toEqual([]);
  await page.keyboard.press('u');
  await rate(4);
  await page.getByText(words('practice.matched')).first().waitFor();
  expect(owner.faults).toEqual([]);
});
