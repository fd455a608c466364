import { expect, test } from 'vitest';
import { looks } from '../support/looks.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { makeProject } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: true });

/** A project of its own for each run, with Anna in it. */
async function projectFor(admin: Visitor, name: string): Promise<string> {
  const rows = Array.from({ length: 4 }, (_, index) => ({
    messages: [{ role: 'user', content: `Question ${index}: what is two and two?` }],
    responses: [
      { model: 'a', content: `It is 4 (${index}).` },
      { model: 'b', content: `It is 5 (${index}).` },
    ],
  }));
  const { projectId } = await makeProject(admin, product, { name, rows });
  await product.database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%'`,
    [projectId],
  );
  return projectId;
}

/** On its own page the last comparison goes first and is for a team; then that is undone. */
async function reserveLast(admin: Visitor, projectId: string): Promise<void> {
  const { page, words } = admin;
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 order by rank desc limit 1',
    [projectId],
  );
  const state = async () => {
    const found = await product.database.pool.query<{
      priority: number | null;
      only: string[] | null;
      first: boolean;
    }>(
      `select c.priority, c.only_for as only, c.route = (select min(route) from comparisons where project_id = $2) as first
       from comparisons c where c.id = $1`,
      [rows[0]!.id, projectId],
    );
    return found.rows[0];
  };
  await page.goto(`/projects/${projectId}/comparisons/${rows[0]!.id}`);
  await admin.settled();
  const order = page.getByRole('region', { name: words('console-routing.order_one'), exact: true });
  await order.getByText(words('console-routing.order_for_all')).waitFor();
  await order.getByRole('button', { name: words('console-routing.order_change') }).click();
  await order.getByRole('checkbox', { name: words('console-routing.order_own_priority') }).check();
  const priority = order.getByLabel(words('console-routing.priority'), { exact: true });
  await priority.fill('101');
  await order.getByRole('alert').waitFor();
  await priority.fill('7');
  await order.getByLabel(words('console-routing.only_teams')).fill('red');
  await inOrder(admin, 'order of one');
  await order.getByRole('button', { name: words('console.save') }).click();
  await order.getByText(words('console-routing.order_only', { names: 'red' })).waitFor();
  expect(await state()).toEqual({ priority: 7, only: ['team:red'], first: true });
  await page.getByRole('button', { name: words('console.undo'), exact: true }).click();
  await order.getByText(words('console-routing.order_for_all')).waitFor();
  expect(await state()).toEqual({ priority: null, only: null, first: false });
}

let run = 0;
const inOrder = async (visitor: Visitor, what: string): Promise<void> =>
  expect(await screenFaults(visitor, what)).toEqual([]);

test.each(looks)('a lead sets limits, gold and a pause, and annotators hear why: $locale', async (look) => {
  const admin = await visitAs(browser, product, { who: 'admin', ...look });
  const { page, words } = admin;
  const name = `Routed ${(run += 1)}`;
  const projectId = await projectFor(admin, name);
  // A comparison with a known answer, given on its own page.
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 and state = $2 order by rank limit 1',
    [projectId, 'open'],
  );
  await page.goto(`/projects/${projectId}/comparisons/${rows[0]!.id}`);
  await admin.settled();
  const gold = page.getByRole('region', { name: words('console-routing.gold_one'), exact: true });
  await gold.getByRole('button', { name: words('console-routing.gold_make') }).click();
  await gold.locator('[data-choice]').first().click();
  await inOrder(admin, 'gold form');
  await gold.getByRole('button', { name: words('console-routing.gold_save') }).click();
  await gold.getByRole('button', { name: words('console-routing.gold_remove') }).waitFor();

  await reserveLast(admin, projectId);
  await page.goto(`/projects/${projectId}/routing`);
  await admin.settled();
  const policy = page.getByRole('region', { name: words('console-routing.policy'), exact: true });
  const part = async (name: 'caps' | 'gold' | 'active') => {
    const box = policy.getByRole('checkbox', { name: words(`console-routing.${name}`), exact: true });
    if (!(await box.isChecked())) await box.check();
    return policy.getByRole('group', { name: words(`console-routing.${name}`), exact: true });
  };
  const caps = await part('caps');
  await caps.getByLabel(words('console-routing.field_caps_perDay')).fill('0');
  await caps.getByRole('alert').waitFor();
  await caps.getByLabel(words('console-routing.field_caps_perDay')).fill('1');
  const goldPart = await part('gold');
  await goldPart.getByLabel(words('console-routing.field_gold_percent')).fill('0');
  await goldPart.getByLabel(words('console-routing.field_gold_first')).fill('0');
  await goldPart.getByLabel(words('console-routing.field_gold_gold')).fill('0');
  const active = await part('active');
  await active.getByLabel(words('console-routing.field_active_uniformPercent')).fill('101');
  await active.getByRole('alert').waitFor();
  await active.getByLabel(words('console-routing.field_active_uniformPercent')).fill('20');
  await policy.getByRole('button', { name: words('console.save') }).click();
  await page.getByRole('region', { name: words('console-routing.pool'), exact: true }).waitFor();
  const rules = page.getByRole('region', { name: words('console-routing.rules'), exact: true });
  await rules.getByRole('button', { name: words('console-routing.rule_add') }).click();
  await rules
    .getByRole('button', { name: words('console-routing.rule_remove'), exact: false })
    .first()
    .waitFor();
  const list = page.getByRole('region', { name: words('console-routing.gold_list'), exact: true });
  await list
    .getByRole('link', { name: /Question/ })
    .first()
    .waitFor();
  await inOrder(admin, 'routing page');

  // One judgment a day: the next screen says so, and when there is more.
  const anna = await visitAs(browser, product, { who: 'anna', ...look });
  const bench = new Workbench(anna);
  await bench.open(name);
  await bench.putOffGuidelines();
  // What comes too soon for the page is pressed again.
  await bench.decide('2');
  await anna.page.getByText(anna.words('labeling.nothing_quota_day')).waitFor();
  const [before, after] = anna.words('labeling.nothing_back', { when: '@' }).split('@');
  await anna.page.getByText(before === '' ? after! : before!).waitFor();
  await inOrder(anna, 'nothing now');

  const people = page.getByRole('region', { name: words('console-routing.people'), exact: true });
  await people
    .getByRole('button', { name: new RegExp(words('console-routing.pause_named', { name: 'Anna' })) })
    .click();
  await people.getByText(words('console-routing.paused'), { exact: true }).waitFor();
  await anna.page.reload();
  await anna.page.getByText(anna.words('labeling.nothing_paused')).waitFor();
  await page.reload();
  await admin.settled();
  const events = page.getByRole('region', { name: words('console-routing.events'), exact: true });
  await inOrder(admin, 'with an event');
  await events
    .getByRole('button', { name: new RegExp(words('console-routing.undo_named', { name: 'Anna' })) })
    .first()
    .click();
  await people
    .getByRole('button', { name: new RegExp(words('console-routing.pause_named', { name: 'Anna' })) })
    .waitFor();
  await anna.context.close();
  await admin.context.close();
});
