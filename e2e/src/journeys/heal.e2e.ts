import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, importRows } from '../support/through-api.ts';
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
  const { rows: disputed } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 order by rank limit 1',
    [projectId],
  );
  await page.goto(`/projects/${projectId}/comparisons/${disputed[0]!.id}`);
  // Whoever may decide it has what people said of it shown first.
  await page.getByText(words('console-review.kept_back')).waitFor();
  await owner.settled();
  const found = [...(await violations(page, 'kept back')), ...(await misfits(page, 'kept back'))];
  expect(await page.getByText('Ann', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: words('console-review.reveal') }).click();
  // From a vote to the form, with whoever gave it chosen.
  await page
    .getByRole('link', { name: words('console-annotators.exclude_named', { name: 'Ann' }) })
    .first()
    .click();
  await page.waitForURL('**/members?exclude=*');
  const card = page.getByRole('region', { name: words('console-exclude.title') });
  const annotator = card.getByLabel(words('console-exclude.annotator'));
  await annotator.waitFor();
  expect(await annotator.locator('option:checked').textContent()).toContain('Ann');
  const find = card.getByLabel(words('console-exclude.find_annotator'));
  await find.fill('nobody of this name');
  // Whoever is chosen stays to be chosen.
  await find.press('Enter');
  expect(await annotator.locator('option:checked').textContent()).toContain('Ann');
  await find.fill('');
  await find.press('Enter');
  await annotator.selectOption({
    label: 'Ann (2 judgments)',
  });
  await card.getByRole('button', { name: words('console-exclude.preview') }).click();
  await card
    .getByText('2 judgments would count no more, 0 leases end, and 2 comparisons open again.')
    .waitFor();
  await card.getByText('1 label would change.').waitFor();
  found.push(...(await violations(page, 'exclude')), ...(await misfits(page, 'exclude')));
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

test('what somebody gave from a moment on, or of one import, is set aside alone', async () => {
  const owner = await visit(browser, product);
  await signIn(owner, { email: 'olga@example.org', password: 'a long enough secret' });
  const { projectId, judge } = await judgedProject({ owner, browser }, product, [[-3, 1]]);
  for (const [annotator, strength] of [
    [0, -3],
    [1, 1],
  ] as const)
    await judge(annotator, strength);
  const rows = [
    {
      messages: [{ role: 'user', content: 'What is the capital of Italy?' }],
      responses: [
        { model: 'a', content: 'Rome.' },
        { model: 'b', content: 'Milan.' },
      ],
    },
  ];
  await importRows(owner, product, { projectId, rows, filename: 'later.jsonl' });
  await judge(0, -3);
  await judge(1, 1);
  // The first of them was given two days ago; votes are never changed otherwise.
  await product.database.pool.query(
    `begin; set local session_replication_role = replica;
     update judgments set created_at = created_at - interval '2 days'
       where comparison_id = (select id from comparisons where project_id = '${projectId}' order by rank limit 1);
     commit`,
  );
  const judged = async () => {
    const { rows: found } = await product.database.pool.query(
      'select judged from comparisons where project_id = $1 order by rank',
      [projectId],
    );
    return found.map((row) => row.judged as number);
  };
  expect(await judged()).toEqual([2, 2, 2]);
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/members`);
  const card = page.getByRole('region', { name: words('console-exclude.title') });
  const preview = card.getByRole('button', { name: words('console-exclude.preview') });
  const exclude = async (reason: string): Promise<void> => {
    await card.getByLabel(words('console-exclude.reason')).fill(reason);
    await card.getByRole('button', { name: words('console-exclude.exclude') }).click();
  };

  await card.getByLabel(words('console-exclude.annotator')).selectOption({ label: 'Ann (3 judgments)' });
  await card.getByRole('radio', { name: words('console-exclude.scope_batch') }).click();
  await card
    .getByLabel(words('console-exclude.batch'), { exact: true })
    .selectOption({ label: 'later.jsonl' });
  await preview.click();
  await card
    .getByText('1 judgment would count no more, 0 leases end, and 1 comparison open again.')
    .waitFor();
  await exclude('The guidelines came late.');
  await card.getByText(words('console-exclude.covers_batch', { batch: 'later.jsonl' })).waitFor();
  expect(await judged()).toEqual([2, 2, 1]);

  const yesterday = await page.evaluate(() => {
    const day = new Date(Date.now() - 86_400_000);
    return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  });
  await card.getByLabel(words('console-exclude.annotator')).selectOption({ label: 'Ben (3 judgments)' });
  await card.getByRole('radio', { name: words('console-exclude.scope_from') }).click();
  await card.getByLabel(words('console-exclude.from'), { exact: true }).fill(yesterday);
  await preview.click();
  await card
    .getByText('2 judgments would count no more, 0 leases end, and 1 comparison open again.')
    .waitFor();
  expect([...(await violations(page, 'exclude from')), ...(await misfits(page, 'exclude from'))]).toEqual([]);
  await exclude('In a hurry since then.');
  await card.getByText(/2 judgments count no more/).waitFor();
  expect(await judged()).toEqual([2, 1, 0]);
  const { rows: aside } = await product.database.pool.query(
    `select u.name, count(*)::int as n from assignments a join users u on u.id = a.annotator_id
     where a.project_id = $1 and a.set_aside = 'excluded' group by 1 order by 1`,
    [projectId],
  );
  expect(aside).toEqual([
    { name: 'Ann', n: 1 },
    { name: 'Ben', n: 2 },
  ]);
  expect(owner.faults).toEqual([]);
});
