import { beforeAll, expect, test } from 'vitest';
import type { Project } from '@pairwright/contract/projects';
import { looks } from '../support/looks.ts';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

let admin: Visitor;

onStage({ demo: true });
beforeAll(async () => {
  admin = await visitAs(browser, product, { who: 'admin' });
});

/** A project that Anna and Bo work in; the last rows are of a kind that somebody may rather not see. */
async function projectFor(
  name: string,
  { plain, sensitive }: { plain: number; sensitive: number },
): Promise<string> {
  const row = (index: number, more: object = {}): unknown => ({
    messages: [{ role: 'user', content: `Question ${index}: what is two and two?` }],
    responses: [
      { model: 'a', content: `It is **4**. That is right (${index}).` },
      { model: 'b', content: `It is 5. That is wrong (${index}).` },
    ],
    ...more,
  });
  const { projectId } = await makeProject(admin, product, {
    name,
    guidelines: '# How to judge\n\nRead both answers.\n\nPrefer the right one.\n\nBe kind.',
    rows: [
      ...Array.from({ length: plain }, (_, index) => row(index)),
      ...Array.from({ length: sensitive }, (_, index) =>
        row(index + plain, { sensitive: ['violence', 'self_harm'] }),
      ),
    ],
  });
  await product.database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%' or email like 'bo@%'`,
    [projectId],
  );
  return projectId;
}

/** In the console, the first comparison is made an example. */
async function makeExample(projectId: string): Promise<void> {
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from comparisons where project_id = $1 order by rank limit 1',
    [projectId],
  );
  const { page, words } = admin;
  await page.goto(`/projects/${projectId}/comparisons/${rows[0]!.id}`);
  await admin.settled();
  const card = page.getByRole('region', { name: words('console-practice.practice') });
  await card.getByRole('button', { name: words('console-practice.use') }).click();
  await card.locator('[data-choice]').first().click();
  await card.getByLabel(words('console-practice.explanation_en')).fill('Two and two is four.');
  await card.getByLabel(words('console-practice.explanation_zh-CN')).fill('二加二等于四。');
  await inOrder(admin, 'console example');
  await card.getByRole('button', { name: words('console-practice.save') }).click();
  await card.getByRole('button', { name: words('console-practice.remove') }).waitFor();
}

async function acknowledgedIn(projectId: string): Promise<number[]> {
  const { rows } = await product.database.pool.query<{ version: number }>(
    'select version from guidelines_acknowledgments where project_id = $1 order by version',
    [projectId],
  );
  return rows.map(({ version }) => version);
}

async function publish(projectId: string, markdown: string): Promise<void> {
  const project = await callAs<Project>(admin, product, { method: 'GET', path: `/projects/${projectId}` });
  await callAs(admin, product, {
    method: 'POST',
    path: `/projects/${projectId}/guidelines`,
    body: { markdown, basedOn: project.guidelinesVersion },
  });
}

async function inOrder(visitor: Visitor, what: string): Promise<void> {
  expect(await screenFaults(visitor, what)).toEqual([]);
}

test.each(looks)(
  'guidelines are read once, and what changed before the next judgment: $locale',
  async (look) => {
    const who = look.locale === 'en' ? 'anna' : 'bo';
    const name = `Care ${look.locale}`;
    const projectId = await projectFor(name, { plain: 4, sensitive: 4 });
    const person = await visitAs(browser, product, { who, ...look });
    const { page, words } = person;
    const bench = new Workbench(person);
    await bench.open(name);
    const first = page.getByRole('region', {
      name: words('labeling-life.first', { version: 1 }),
    });
    await first.getByRole('button', { name: words('labeling-life.first_open'), exact: true }).click();
    await first.getByText('Be kind.').waitFor();
    await inOrder(person, 'first visit');
    await first.getByRole('button', { name: words('labeling-life.read') }).click();
    await first.waitFor({ state: 'detached' });
    await expect.poll(() => acknowledgedIn(projectId)).toEqual([1]);

    await publish(
      projectId,
      `# How to judge\n\nRead both answers twice (${look.locale}).\n\nPrefer the right one.\n\nBe kind.\n\n## New\n\nSay why.`,
    );
    const told = bench.told.length;
    await page.reload();
    await bench.ready();
    const card = page.getByRole('region', {
      name: words('labeling-life.changed', { from: 1, to: 2 }),
    });
    await card.getByRole('insertion').filter({ hasText: 'Say why.' }).waitFor();
    await bench.ready();
    await page.keyboard.press('1');
    await page.getByText(words('labeling.ignored_guidelines')).waitFor();
    expect(bench.told).toHaveLength(told);
    await inOrder(person, 'changed');
    await card.getByRole('button', { name: words('labeling-life.whole_text') }).click();
    await card.getByRole('heading', { name: 'New' }).waitFor();
    await card.getByRole('button', { name: words('labeling-life.read') }).focus();
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    await expect.poll(() => acknowledgedIn(projectId)).toEqual([1, 2]);

    // Whatever comes first, the covered ones do not take a vote until they are shown.
    const covered = page.getByRole('region', { name: words('labeling-life.covered') });
    const hidden = page.locator('[data-visible][data-covered]');
    for (let pair = 0; pair < 4 && (await hidden.count()) === 0; pair += 1) await bench.decide('1');
    await covered
      .getByText(
        [words('work-life.sensitive_violence'), words('work-life.sensitive_self_harm')].join(
          words('labeling-life.and'),
        ),
      )
      .waitFor();
    const before = await bench.ready();
    expect(await page.locator('[data-visible] [data-text]').first().isVisible()).toBe(true);
    expect(await page.locator('[data-visible]').getAttribute('aria-hidden')).toBe('true');
    await Promise.all([
      page.getByText(words('labeling.ignored_covered')).waitFor(),
      page.keyboard.press('1'),
    ]);
    expect(await bench.current()).toBe(before);
    await inOrder(person, 'covered');
    await page.keyboard.press('o');
    await covered.waitFor({ state: 'detached' });
    await bench.decide('1');
    // The next one was laid out before it was asked for, and is covered all the same.
    await covered.getByRole('checkbox', { name: words('labeling-life.always_show') }).check();
    await covered.getByRole('button', { name: words('labeling-life.show') }).click();
    await covered.waitFor({ state: 'detached' });
    expect(await page.locator('[data-covered]').count()).toBe(0);
    await bench.decide('1');
    expect(await page.locator('[data-covered]').count()).toBe(0);
    expect(person.faults).toEqual([]);
    await person.context.close();
  },
);

test.each(looks)('the tour and the practice round tell what was expected: $locale', async (look) => {
  const name = `Practice ${look.locale}`;
  const projectId = await projectFor(name, { plain: 4, sensitive: 0 });
  await makeExample(projectId);
  const person = await visitAs(browser, product, { who: 'anna', ...look });
  const { page, words } = person;
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page
    .getByRole('link')
    .filter({ hasText: `${words('work-life.practice_left', { count: 1 })}${name}` })
    .click();
  const coach = (key: 'practice.tour_step' | 'practice.example_step', step: number, of: number) =>
    page.getByRole('region', { name: words(key, { step, of }) });
  const press = async (key: string, told: string): Promise<void> => {
    await page.keyboard.press(key);
    await page.getByText(told, { exact: true }).first().waitFor();
  };

  const first = coach('practice.tour_step', 1, 3);
  await first.waitFor();
  await inOrder(person, 'tour');
  await press('7', words('practice.tour_1_wrong'));
  await press('u', words('practice.tour_undone'));
  await press('1', words('practice.tour_1_right'));
  await inOrder(person, 'tour told');
  await page.keyboard.press('Enter');
  await coach('practice.tour_step', 2, 3).waitFor();
  await page.keyboard.press('g');
  await page.getByRole('complementary', { name: words('labeling.guidelines') }).waitFor();
  await page.keyboard.press('g');
  await press('6', words('practice.tour_2_right'));
  await page.keyboard.press('Enter');
  await coach('practice.tour_step', 3, 3).waitFor();
  await press('s', words('practice.tour_skipped'));
  await press('f', words('practice.tour_flagged'));
  await press('1', words('practice.tour_3_right'));
  await page.keyboard.press('Enter');

  await coach('practice.example_step', 1, 1).waitFor();
  const right = await page
    .locator('[data-text]')
    .evaluateAll((texts) => texts.findIndex(({ textContent }) => textContent.includes('That is right')));
  await press(right === 0 ? '7' : '1', words('practice.not_matched'));
  await page.getByText(look.locale === 'en' ? 'Two and two is four.' : '二加二等于四。').waitFor();
  await inOrder(person, 'example');
  await press(right === 0 ? '2' : '6', words('practice.matched'));
  await page.keyboard.press('Enter');
  await page.getByText(words('practice.matched_of', { matched: 1, of: 1 })).waitFor();
  await inOrder(person, 'results');
  expect(sent.filter((request) => /^POST .*(judgment|skip|flags|retract)$/.test(request))).toEqual([]);
  expect(person.faults).toEqual([]);
  await person.context.close();
});

test('a break is only suggested, and a sitting is summed up', async () => {
  const name = 'Breaks';
  await projectFor(name, { plain: 4, sensitive: 0 });
  const anna = await visitAs(browser, product, { who: 'anna' });
  const { page, words } = anna;
  await page.evaluate(() =>
    localStorage.setItem('pairwright.pace', JSON.stringify({ breakJudgments: 2, dailyGoal: 50 })),
  );
  const bench = new Workbench(anna);
  await bench.open(name);
  await page
    .getByRole('region', { name: words('labeling-life.first', { version: 1 }) })
    .getByRole('button', { name: words('labeling-life.later') })
    .click();
  await bench.decide('1');
  await bench.decide('1');
  const nudge = page.getByRole('region', { name: words('labeling-life.break') });
  await nudge.waitFor();
  await page.getByText(/of 50 for today/).waitFor();
  await inOrder(anna, 'break');
  await bench.skip(1);
  await nudge.getByRole('button', { name: words('labeling-life.break_take') }).click();
  await nudge.waitFor({ state: 'detached' });
  await bench.ready();
  await page.keyboard.press('1');
  await page.getByText(words('labeling.finished'), { exact: true }).waitFor();
  await page.getByRole('region', { name: words('work-life.sitting') }).waitFor();
  await inOrder(anna, 'finished');
  await page
    .getByRole('link', { name: words('labeling.back_to_work') })
    .first()
    .click();
  const card = page.getByRole('region', { name: words('work-life.sitting_of', { project: name }) });
  await card.waitFor();
  const figures = await card.locator('dd').allTextContents();
  expect([figures[0], figures[1], figures[3]]).toEqual(['3', '1', '1']);
  await inOrder(anna, 'left');
  await card.getByRole('button', { name: words('work-life.sitting_close') }).click();
  await card.waitFor({ state: 'detached' });
  expect(anna.faults).toEqual([]);
  await anna.context.close();
});
