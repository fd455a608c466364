import { expect, test } from 'vitest';
import { judgedProject } from '../support/judged-project.ts';
import { looks } from '../support/looks.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { becomeOwner, callAs } from '../support/through-api.ts';
import { signIn, visit, type Visitor } from '../support/visitor.ts';

onStage({ demo: false });

const olga = { email: 'olga@example.org', password: 'a long enough secret' };

interface GoldRow {
  readonly rank: number;
  readonly source: string;
  readonly state: string;
  readonly answer: unknown;
}

async function goldOf(projectId: string): Promise<GoldRow[]> {
  const { rows } = await product.database.pool.query<GoldRow>(
    `select c.rank::int as rank, g.source, c.state, g.expected as answer from gold_items g join comparisons c on c.id = g.comparison_id
     where g.project_id = $1 order by c.rank`,
    [projectId],
  );
  return rows;
}

/** The list of gold comparisons on the page of distribution. */
function goldList({ page, words }: Visitor) {
  return page.getByRole('region', { name: words('console-routing.gold_list'), exact: true });
}

/** What the page of the first gold comparison says is expected, and where that is from. */
async function openFirst(lead: Visitor, source: string): Promise<void> {
  const { page, words } = lead;
  await goldList(lead)
    .getByRole('link', { name: /Question/ })
    .first()
    .click();
  await lead.settled();
  const card = page.getByRole('region', { name: words('console-routing.gold_one'), exact: true });
  await card.getByText(source).waitFor();
  await card.getByRole('button', { name: words('console-routing.gold_remove') }).waitFor();
}

test('what everybody agrees on becomes gold, is no ordinary work any more, and what is in dispute stays', async () => {
  const owner = await visit(browser, product);
  await becomeOwner(owner, product);
  const { projectId, judge } = await judgedProject({ owner, browser }, product, [
    [-2, -3],
    [-1, 2],
    [3, 1],
  ]);
  await callAs(owner, product, {
    method: 'PATCH',
    path: `/projects/${projectId}`,
    body: { targetJudgments: 3 },
  });
  const { page, words } = owner;
  await page.goto(`/projects/${projectId}/routing`);
  await owner.settled();
  const list = goldList(owner);
  await list.getByText(words('console-routing.gold_list_none')).waitFor();
  const least = list.getByLabel(words('console-routing.promote_at_least'));
  const promote = list.getByRole('button', { name: words('console-routing.promote'), exact: true });
  // Out of range it is not sent.
  await least.fill('1');
  await list.getByRole('alert').waitFor();
  await promote.click();
  // Nobody has three judgments that agree.
  await least.fill('3');
  await promote.click();
  await page.getByText('No comparison was agreed on so far.').first().waitFor();
  expect(await goldOf(projectId)).toEqual([]);
  await least.fill('2');
  await promote.click();
  await page.getByText('2 comparisons are gold now.').first().waitFor();
  await list.getByRole('table').waitFor();
  expect(await list.getByText(words('console-routing.source_unanimous')).count()).toBe(2);
  expect(await goldOf(projectId)).toMatchObject([
    { rank: 0, source: 'unanimous', state: 'closed' },
    { rank: 2, source: 'unanimous', state: 'closed' },
  ]);
  // Without the word that it was done, which lies over the page for a moment.
  await page.reload();
  await owner.settled();
  expect(await screenFaults(owner, 'gold by agreement')).toEqual([]);
  await openFirst(owner, words('console-routing.source_unanimous'));

  // The third annotator gets what is left, and none of them as work.
  const { rows } = await product.database.pool.query<{ id: string; rank: number }>(
    'select id, rank::int as rank from comparisons where project_id = $1',
    [projectId],
  );
  const given = [await judge(2, 1), await judge(2, 1)].map(
    ({ comparisonId }) => rows.find(({ id }) => id === comparisonId)!.rank,
  );
  expect(given.sort()).toEqual([1, 3]);
  expect(owner.faults).toEqual([]);
});

test.each(looks)(
  'what a reviewer decides becomes gold when asked for, and is said so: $locale',
  async (look) => {
    const lead = await visit(browser, product, look);
    await signIn(lead, olga);
    const { projectId, judge } = await judgedProject({ owner: lead, browser }, product, [[-3, 3]]);
    const { page, words } = lead;
    await page.goto(`/projects/${projectId}/review`);
    await page.getByRole('button', { name: words('console-review.save_decision') }).waitFor();
    await page.keyboard.press('7');
    const decision = page.getByRole('region', { name: words('console-review.decide') });
    await decision.getByRole('radio', { checked: true }).waitFor();
    await decision.getByRole('checkbox', { name: words('console-review.gold') }).click();
    await decision.getByRole('button', { name: words('console-review.save_decision') }).click();
    await page.getByText(words('console-review.gold_made')).waitFor();
    expect(await screenFaults(lead, 'gold by a decision')).toEqual([]);
    const [made] = await goldOf(projectId);
    expect(made).toMatchObject({ rank: 0, source: 'adjudicated', state: 'closed' });
    // The decision stands in the order that the reviewer saw, the known answer in canonical order.
    const { rows } = await product.database.pool.query<{ strength: number }>(
      'select strength from review_decisions where project_id = $1',
      [projectId],
    );
    const { position } = made!.answer as { position: number };
    expect(Math.sign(position - 4)).toBe(Math.sign(rows[0]!.strength));

    await page.goto(`/projects/${projectId}/routing`);
    await lead.settled();
    await goldList(lead).getByText(words('console-routing.source_adjudicated')).waitFor();
    await openFirst(lead, words('console-routing.source_adjudicated'));
    // Only the comparison that nobody has judged is left for whoever comes.
    const { comparisonId } = await judge(2, 1);
    const left = await product.database.pool.query<{ rank: number }>(
      'select rank::int as rank from comparisons where id = $1',
      [comparisonId],
    );
    expect(left.rows).toEqual([{ rank: 1 }]);
    expect(lead.faults).toEqual([]);
  },
);
