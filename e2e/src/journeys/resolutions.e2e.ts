import { expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { misfits, violations } from '../support/accessible.ts';
import { judgedProject } from '../support/judged-project.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const both = (en: string, zh: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': zh });
const question = {
  text: both('Which answer is better?', '哪个回答更好？'),
  form: {
    ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
    criteria: [
      {
        key: 'clear',
        label: both('Clear', '清楚'),
        hint: null,
        points: 7,
        allowNotApplicable: true,
        required: false,
      },
    ],
    ratings: [
      {
        key: 'quality',
        label: both('Quality', '质量'),
        hint: null,
        min: 1,
        max: 5,
        low: null,
        high: null,
        required: true,
      },
    ],
    safety: { required: true },
  },
};

/** The words in the rows of the list, by column. */
async function column(
  { page, words }: Visitor,
  key: 'col_label' | 'method' | 'agreement',
): Promise<string[]> {
  const table = page.getByRole('table', { name: words('console-review.list'), exact: true });
  await table.waitFor();
  const headers = await table.getByRole('columnheader').allTextContents();
  const at = headers.indexOf(words(`console-review.${key}`));
  const rows = await table.getByRole('row').all();
  return Promise.all(
    rows.slice(1).map(async (row) => (await row.locator('th, td').nth(at).textContent()) ?? ''),
  );
}

test('labels are found by what they are and by question, and each leads to its comparison and how it came about', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  // The first annotator finds the first response good and safe, the second neither.
  const { projectId } = await judgedProject(
    { owner, browser },
    product,
    [
      [-3, -2],
      [-2, 2],
      [1, 1],
    ],
    {
      question,
      details: (annotator, order) => ({
        criteria: [{ key: 'clear', position: annotator === 0 ? null : 4 }],
        ratings: order.map((response, place) => ({
          key: 'quality',
          place,
          value: response === 0 ? 4 + annotator : 2,
        })),
        safe: order.map((response) => response === 1 || annotator === 0),
      }),
    },
  );
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}`);
  // The funnel's bar has as many as the rows it leads to.
  const settled = words('console-projects.settled');
  const bar = page.getByRole('progressbar', { name: settled });
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('2');
  await page.getByRole('link', { name: settled, exact: true }).click();
  await page.waitForURL(/resolutions\?result=settled/);
  expect(await column(owner, 'col_label')).toHaveLength(2);
  await page.getByRole('link', { name: words('console.nav_resolutions'), exact: true }).click();
  await page.waitForURL(/resolutions$/);
  await expect.poll(() => column(owner, 'col_label')).toHaveLength(3);
  const a = words('console-review.result_winner_strength', { model: 'a', strength: 2.5 });
  const b = words('console-review.result_winner_strength', { model: 'b', strength: 1 });
  const contested = words('console-review.result_contested');
  expect((await column(owner, 'col_label')).sort()).toEqual([a, b, contested].sort());
  const found = [...(await violations(page, 'labels')), ...(await misfits(page, 'labels'))];

  // Narrowed by result, which says how many there are, then by what there is none of.
  const result = page.getByLabel(words('console-review.list_result'), { exact: true });
  const shown = (key: 'list_result_settled' | 'list_result_contested', count: number): string =>
    words(`console-review.${key}`, { count: String(count) });
  await result.selectOption(shown('list_result_settled', 2));
  await expect.poll(() => column(owner, 'col_label').then((labels) => labels.sort())).toEqual([a, b].sort());
  expect(await column(owner, 'agreement')).toEqual(['100%', '100%']);
  const agreement = page.getByLabel(words('console-review.list_agreement'), { exact: true });
  await agreement.selectOption('partial');
  await page.getByText(words('console-review.list_none_such')).waitFor();
  found.push(...(await violations(page, 'no label like that')));
  await page.getByRole('button', { name: words('console-review.list_all') }).click();
  // The address alone says what is shown, and the most disagreement is on top.
  await page.getByLabel(words('console-review.list_sort'), { exact: true }).selectOption('most_disagreement');
  await page.waitForURL(/sort=most_disagreement/);
  await page.reload();
  expect((await column(owner, 'col_label'))[0]).toBe(contested);

  // Another question of the form.
  await page
    .getByLabel(words('console-review.list_question'), { exact: true })
    .selectOption('rating:quality');
  await page.waitForURL(/question=rating/);
  const median = words('console-review.method_median');
  await expect.poll(() => column(owner, 'method')).toEqual([median, median, median]);
  expect((await column(owner, 'col_label'))[0]).toBe('a 4.5 and b 2');
  found.push(...(await violations(page, 'labels of a rating')));

  // From a row to its comparison, in the other language and on a phone.
  const href = (await page.getByRole('table').getByRole('link').first().getAttribute('href'))!;
  const email = 'rita@example.org';
  const password = 'a long enough secret';
  const reader = await visit(browser, product, { locale: 'zh-CN', theme: 'dark', width: 360 });
  await callAs(owner, product, {
    method: 'POST',
    path: `/projects/${projectId}/members`,
    body: { email, role: 'researcher', newAccount: { name: 'Rita', password }, currentPassword: password },
  });
  await signIn(reader, { email, password });
  await reader.page.goto(href);
  const { words: zh } = reader;
  const card = reader.page.getByRole('region', { name: zh('console-review.resolution') });
  const labels = card.getByRole('table', { name: zh('console-review.questions') });
  const cellsOf = (name: string): Promise<string[]> =>
    labels
      .getByRole('row')
      .filter({ has: reader.page.getByRole('rowheader', { name, exact: true }) })
      .getByRole('cell')
      .allTextContents();
  await labels.waitFor();
  // One said that it does not apply, so one vote is left: a tie.
  expect(await cellsOf('清楚')).toEqual([zh('console-review.result_tie'), '1', '0%']);
  expect(await cellsOf('质量')).toEqual(['a 4.5和b 2', '2', '25%']);
  const split = zh('console-review.mostly_split');
  expect(await cellsOf(zh('console-review.question_safety'))).toEqual([
    `a ${split}和b ${zh('console-review.safe_yes')}`,
    '2',
    '100%',
  ]);
  for (const summary of await card.locator('summary').all()) await summary.click();
  await card.getByText(zh('console-review.part_not_applicable'), { exact: true }).waitFor();
  await card.getByText(zh('console-review.value_too_few', { value: '4.5' }), { exact: true }).waitFor();
  found.push(
    ...(await violations(reader.page, 'labels of the questions')),
    ...(await misfits(reader.page, 'labels of the questions')),
  );
  expect(found).toEqual([]);
}, 120_000);
