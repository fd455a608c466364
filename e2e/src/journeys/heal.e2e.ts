import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner } from '../support/through-api.ts';
import { signIn, visit } from '../support/visitor.ts';

onStage({ demo: false });

test('a lead sees what an exclusion would change, excludes, and takes in again', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const { projectId, judge } = await judgedProject({ owner, browser }, product, [
    [-3, 1],
    [-1, -1],
  ]);
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-exclude.title') });
  const annotator = card.getByLabel(words('console-exclude.annotator'));
  await annotator.selectOption({
    label: 'Ann (2 judgments)',
  });
  await card.getByRole('button', { name: words('console-exclude.preview') }).click();
  await card
    .getByText('2 judgments would count no more, 0 leases end, and 2 comparisons open again.')
    .waitFor();
  await card.getByText('1 label would change.').waitFor();
  const found = [...(await violations(page, 'exclude')), ...(await misfits(page, 'exclude'))];
  const judged = async () => {
    const { rows } = await product.database.pool.query(
      'select judged from comparisons where project_id = $1 order by rank limit 2',
      [projectId],
    );
    return rows.map((row) => row.judged as number);
  };
  // A preview changes nothing.
  expect(await judged()).toEqual([2, 2]);
  await card.getByLabel(words('console-exclude.reason')).fill('Answers without reading.');
  await card.getByRole('button', { name: words('console-exclude.exclude') }).click();
  await card
    .getByText('2 judgments count no more, 0 leases ended, 2 comparisons open again, 1 label changed.')
    .waitFor();
  expect(await judged()).toEqual([1, 1]);

  // Somebody else gets the place, so that only one of the two counts again.
  const { comparisonId } = await judge(2, 1);
  await card.getByRole('button', { name: words('console-exclude.include_named', { name: 'Ann' }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('console-exclude.because')).fill('The page was broken.');
  await dialog.getByRole('button', { name: words('console-exclude.include') }).click();
  await card.getByText(/1 judgment counts again, 1 is surplus because the place was filled/).waitFor();
  expect(await judged()).toEqual([2, 2]);

  await page.goto(`/projects/${projectId}/comparisons/${comparisonId}`);
  const label = page.getByRole('region', { name: words('console-review.resolution') });
  await label.locator('summary').click();
  await label.getByText(words('console-review.part_surplus')).waitFor();
  found.push(...(await violations(page, 'label')), ...(await misfits(page, 'label')));
  const chinese = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await signIn(chinese, { email: 'olga@example.org', password: 'a long enough secret' });
  await chinese.page.goto(`/projects/${projectId}/members`);
  await chinese.page.getByText(chinese.words('console-exclude.state_ended')).waitFor();
  await chinese.settled();
  found.push(
    ...(await violations(chinese.page, 'exclude zh')),
    ...(await misfits(chinese.page, 'exclude zh')),
  );
  expect(found).toEqual([]);
  expect(owner.faults).toEqual([]);
  expect(chinese.faults).toEqual([]);
});
