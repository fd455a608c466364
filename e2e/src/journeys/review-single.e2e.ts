import { beforeAll, expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { exportAs } from '../support/dataset-pages.ts';
import { download, jsonLines } from '../support/downloads.ts';
import { makeKind } from '../support/every-kind.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { newReviewer, type Said, twoJudge } from '../support/two-judges.ts';
import { visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

let owner: Visitor;
beforeAll(async () => {
  owner = await visit(browser, product);
  await becomeOwner(owner, product);
});

const thumb = (up: boolean): Said => ({ answer: { outcome: 'thumbs', up } });
const settled = ({ page, words }: Visitor): Promise<void> =>
  page.getByRole('status').getByText(words('console-review.settled'), { exact: true }).waitFor();
const chosen = ({ page, words }: Visitor, answer: string): Promise<void> =>
  page.getByText(words('console-review.chosen', { answer }), { exact: true }).waitFor();

test('thumbs that differ go through the queue to a decision, and from there into a row of an exported file', async () => {
  const projectId = await makeKind(owner, product, { kind: 'thumbs', count: 2 });
  await twoJudge({ owner, browser, projectId }, product, [
    [thumb(true), thumb(false)],
    [thumb(true), thumb(true)],
  ]);
  const { page, words } = owner;
  const project = `/projects/${projectId}`;
  await page.goto(`${project}/review`);
  const queue = page.getByRole('list', { name: words('console-review.queue') });
  await queue.getByRole('button').waitFor();
  expect(await queue.getByRole('button').count()).toBe(1);
  const decision = page.getByRole('region', { name: words('console-review.decide') });
  await decision.getByRole('radio').first().waitFor();
  expect(await page.content()).not.toContain('said why');
  const found = [...(await violations(page, 'thumbs blind')), ...(await misfits(page, 'thumbs blind'))];
  await page.keyboard.press('2');
  await chosen(owner, words('labeling.thumbs_down'));
  await page.keyboard.press('Enter');
  await settled(owner);
  await page.getByRole('table').getByText('Dora said why').waitFor();
  const label = page.getByRole('region', { name: words('console-review.resolution') });
  await label.getByText(words('console-review.thumb_no'), { exact: true }).first().waitFor();
  await label.getByText(words('console-review.method_adjudicated'), { exact: true }).first().waitFor();
  await label.locator('summary').first().click();
  await label.getByText(words('console-review.how_thumbs')).waitFor();
  found.push(...(await violations(page, 'thumbs decided')), ...(await misfits(page, 'thumbs decided')));
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(words('console-review.message')).fill('It is not what was asked.');
  await dialog.getByRole('button', { name: words('console-review.send_back') }).click();
  await dialog.waitFor({ state: 'detached' });

  const { id: datasetId } = await callAs<{ id: string }>(owner, product, {
    method: 'POST',
    path: `${project}/datasets`,
    body: { name: 'Good and bad', recipe: { singles: 'include', adjudicated: 'prefer' } },
  });
  await page.goto(`${project}/datasets/${datasetId}`);
  await page.getByRole('button', { name: words('console-datasets.freeze') }).click();
  await page.waitForURL('**/versions/*');
  await page.getByRole('heading', { name: words('console-datasets.exports') }).waitFor();
  await exportAs(owner, 'kto');
  const file = await download(page, words('console-datasets.format_kto'), 'train.jsonl');
  const rows = jsonLines<{ label: boolean }>(file);
  expect(rows.map((row) => row.label).toSorted()).toEqual([false, true]);

  const { rows: decided } = await product.database.pool.query<{ id: string }>(
    'select comparison_id as id from review_decisions where project_id = $1',
    [projectId],
  );
  const version = new URL(page.url()).pathname;
  await page.goto(`${version}/why/${decided[0]!.id}`);
  const why = page.getByRole('region', { name: words('console-versions.resolution') });
  await why.getByText(words('console-versions.single_rule')).waitFor();
  await why.getByText(words('console-question.outcome_thumbs_down'), { exact: true }).waitFor();
  await page.getByText('Good or not: Not good').waitFor();
  await why.getByText(/Reviewers decided before the votes were asked: Olga/).waitFor();
  found.push(...(await violations(page, 'why')), ...(await misfits(page, 'why')));
  expect(found).toEqual([]);
  expect(owner.faults).toEqual([]);
});

test('two reviewers who differ about a thumb wait for a third, each of them blind', async () => {
  const projectId = await makeKind(owner, product, { kind: 'thumbs', count: 1, name: 'Two decide' });
  await twoJudge({ owner, browser, projectId }, product, [[thumb(true), thumb(false)]]);
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/review`);
  const settings = page.getByRole('region', { name: words('console-review.settings') });
  await settings.getByLabel(words('console-review.setting_two')).click();
  await settings.getByRole('button', { name: words('console.save'), exact: true }).click();
  await page.getByText(words('console-review.setting_saved')).first().waitFor();
  const decide = async (visitor: Visitor, key: '1' | '2'): Promise<void> => {
    await visitor.page.goto(`/projects/${projectId}/review`);
    const form = visitor.page.getByRole('region', { name: visitor.words('console-review.decide') });
    await form.getByRole('radio').first().waitFor();
    expect(await visitor.page.content()).not.toContain('said why');
    await visitor.page.keyboard.press(key);
    await chosen(visitor, visitor.words(key === '1' ? 'labeling.thumbs_up' : 'labeling.thumbs_down'));
    await visitor.page.keyboard.press('Enter');
  };
  const waits = ({ page: its, words: said }: Visitor): Promise<void> =>
    its.getByText(said('console-review.waiting'), { exact: false }).first().waitFor();
  await decide(owner, '1');
  await waits(owner);
  const of = { owner, browser, projectId };
  const rita = await newReviewer(of, product, { name: 'Rita', locale: 'zh-CN', theme: 'dark', width: 360 });
  await decide(rita, '2');
  await waits(rita);
  const found = [...(await violations(rita.page, 'waiting zh')), ...(await misfits(rita.page, 'waiting zh'))];
  const { rows } = await product.database.pool.query('select from review_decisions where project_id = $1', [
    projectId,
  ]);
  expect(rows).toEqual([]);
  const sam = await newReviewer(of, product, { name: 'Sam' });
  await decide(sam, '2');
  await settled(sam);
  const decisions = sam.page.getByRole('table', { name: sam.words('console-review.decisions') });
  expect(await decisions.getByRole('row').count()).toBe(4);
  const label = sam.page.getByRole('region', { name: sam.words('console-review.resolution') });
  await label.getByText(sam.words('console-review.thumb_no'), { exact: true }).first().waitFor();
  expect(found).toEqual([]);
  expect([owner, rita, sam].map(({ faults }) => faults)).toEqual([[], [], []]);
});

test('steps are decided in the response, by keys and by buttons, with the tools on Shift', async () => {
  const projectId = await makeKind(owner, product, { kind: 'steps', count: 1 });
  const steps = (...labels: ('right' | 'wrong')[]): Said => ({ answer: { outcome: 'steps', labels } });
  await twoJudge({ owner, browser, projectId }, product, [
    [steps('right', 'right', 'right', 'right'), steps('right', 'right', 'wrong')],
  ]);
  const of = { owner, browser, projectId };
  const rita = await newReviewer(of, product, { name: 'Rita', locale: 'zh-CN', theme: 'dark', width: 390 });
  for (const visitor of [owner, rita]) {
    const { page, words } = visitor;
    await page.goto(`/projects/${projectId}/review`);
    await page.getByRole('list', { name: words('labeling-single.steps') }).waitFor();
    await visitor.settled();
    expect([...(await violations(page, 'steps')), ...(await misfits(page, 'steps'))]).toEqual([]);
  }
  const { page, words } = owner;
  // A response whose steps are not all judged is no answer.
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText(words('console-review.pick_first')).waitFor();
  await page.keyboard.press('r');
  await page
    .getByRole('button', { name: words('labeling-single.wrong') })
    .nth(2)
    .click();
  await chosen(owner, words('labeling.steps_judged', { right: 2, count: 3 }));
  await page.keyboard.press('Shift+R');
  await page.getByRole('table').getByText('Dora said why').waitFor();
  // Enter would press the button of the step again.
  await page.getByRole('button', { name: words('console-review.save_decision') }).click();
  await settled(owner);
  const label = page.getByRole('region', { name: words('console-review.resolution') });
  const said = words('console-review.steps_error', { right: 2, count: 3, first: 3 });
  await label.getByText(said, { exact: true }).first().waitFor();
  await label.locator('summary').first().click();
  await label.getByRole('table', { name: words('console-review.steps') }).waitFor();
  expect([...(await violations(page, 'steps decided')), ...(await misfits(page, 'steps decided'))]).toEqual(
    [],
  );
  // As a practice example the steps are labelled in the response too.
  await page.keyboard.press('Shift+P');
  const practice = page.getByRole('region', { name: words('console-practice.practice') });
  await practice.getByRole('button', { name: words('console-practice.use') }).click();
  const stepOf = (index: number, label: 'right' | 'wrong') =>
    practice.getByRole('button', { name: words(`labeling-single.${label}`) }).nth(index);
  await stepOf(0, 'right').click();
  await stepOf(1, 'wrong').click();
  await practice.getByRole('button', { name: words('labeling-parts.submit') }).click();
  const answer = words('labeling.steps_judged', { right: 1, count: 2 });
  await practice.getByText(words('console-practice.expected', { answer })).waitFor();
  expect([owner.faults, rita.faults]).toEqual([[], []]);
});

test('ratings are decided one by one, and each is a label', async () => {
  const projectId = await makeKind(owner, product, { kind: 'rating', count: 1 });
  const rated = (value: number): Said => ({
    answer: { outcome: 'rated' },
    details: { ratings: [{ key: 'correct', place: 0, value }] },
  });
  await twoJudge({ owner, browser, projectId }, product, [[rated(4), rated(0)]]);
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/review`);
  const decision = page.getByRole('region', { name: words('console-review.decide') });
  await decision.getByRole('radio').first().waitFor();
  expect([...(await violations(page, 'ratings')), ...(await misfits(page, 'ratings'))]).toEqual([]);
  await decision.getByRole('button', { name: words('console-review.save_decision') }).click();
  await page.getByText(words('console-review.pick_first')).waitFor();
  await decision.getByRole('radio', { name: '3', exact: false }).first().click();
  await chosen(owner, 'Correctness 3');
  await page.keyboard.press('Enter');
  await settled(owner);
  const { rows } = await product.database.pool.query(
    'select details from review_decisions where project_id = $1',
    [projectId],
  );
  expect(rows).toEqual([{ details: { ratings: [{ key: 'correct', response: 0, value: 3 }], steps: null } }]);
  await page
    .getByRole('table', { name: words('console-review.votes') })
    .getByText('Correctness 0')
    .waitFor();
  const labels = page.getByRole('table', { name: words('console-review.questions') });
  await labels.getByText('3', { exact: false }).first().waitFor();
  expect([
    ...(await violations(page, 'ratings decided')),
    ...(await misfits(page, 'ratings decided')),
  ]).toEqual([]);
  expect(owner.faults).toEqual([]);
});
