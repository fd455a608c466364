import { expect, test } from 'vitest';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { screenFaults } from '../support/screen.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const looks = [
  { locale: 'en', theme: 'light', width: 1280, why: 'Two and two is four.' },
  { locale: 'zh-CN', theme: 'dark', width: 360, why: '二加二等于四。' },
] as const;

onStage({ demo: true });

/** Two items of an exam, one comparison that is gold in the ordinary work, and others; all from one file. */
async function projectFor(admin: Visitor, name: string): Promise<string> {
  const explanation = { en: 'Two and two is four.', 'zh-CN': '二加二等于四。' };
  const rows = Array.from({ length: 6 }, (_, index) => ({
    messages: [{ role: 'user', content: `Question ${index}: what is two and two?` }],
    responses: [
      { model: 'a', content: `It is 4. That is right (${index}).` },
      { model: 'b', content: `It is 5. That is wrong (${index}).` },
    ],
    ...(index < 3 ? { gold: { answer: 'a', explanation, exam: index < 2 } } : {}),
  }));
  const { projectId } = await makeProject(admin, product, { name, rows });
  await product.database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%'`,
    [projectId],
  );
  const rule = { action: 'notify', bound: 'lower', belowPercent: 99, atLeast: 1 };
  await callAs(admin, product, {
    method: 'PUT',
    path: `/projects/${projectId}/routing`,
    body: {
      ...openPolicy,
      qualification: { passPercent: 100, attempts: 2, validDays: 30, tellAnswers: true },
      gold: { percent: 0, warmUp: { first: 1, gold: 1 }, exposures: 9, rules: [rule] },
    },
  });
  return projectId;
}

async function inOrder(visitor: Visitor, what: string): Promise<void> {
  expect(await screenFaults(visitor, what)).toEqual([]);
}

/** Prefers the right answer of the pair on the screen, or the wrong one. */
async function prefer(bench: Workbench, { page }: Visitor, right: boolean): Promise<void> {
  await bench.ready();
  const texts = await page.locator('[data-visible] [data-text]').allTextContents();
  const isFirst =
    texts.findIndex((text) => text.includes('That is')) ===
    texts.findIndex((text) => text.includes('That is right'));
  await page.keyboard.press(isFirst === right ? '1' : '7');
}

test.each(looks)(
  'an exam: failed, told why, passed; then a kind word about an answer: $locale',
  async (look) => {
    const admin = await visitAs(browser, product, { who: 'admin' });
    const name = `Exam ${look.locale}`;
    const projectId = await projectFor(admin, name);
    const anna = await visitAs(browser, product, { who: 'anna', ...look });
    const { page, words } = anna;
    await page.goto(`/my-work/${projectId}/exam`);
    await anna.settled();
    await page.getByText(name).first().waitFor();
    await inOrder(anna, 'exam before');
    await page.getByRole('link', { name: words('work-life.exam_to_work') }).click();
    const bench = new Workbench(anna);
    await bench.putOffGuidelines();
    await prefer(bench, anna, true);
    await bench.synced(1);
    await prefer(bench, anna, false);

    await page.getByText(words('labeling.nothing_exam_ended')).waitFor();
    await page.getByText(words('work-life.exam_failed')).waitFor();
    await inOrder(anna, 'exam failed');
    await page.getByRole('link', { name: words('work-life.exam_see_answers') }).click();
    await page.getByText(look.why, { exact: true }).first().waitFor();
    await page.getByText(words('work-life.exam_not_matched'), { exact: true }).waitFor();
    await inOrder(anna, 'exam answers');
    await page.getByRole('link', { name: words('work-life.exam_to_work') }).click();
    await page.getByRole('button', { name: words('work-life.exam_next') }).click();
    await prefer(bench, anna, true);
    await bench.synced(3);
    await prefer(bench, anna, true);

    const news = page.getByRole('region', { name: words('work-life.exam_how') });
    await news.getByText(words('work-life.exam_passed')).waitFor();
    await bench.ready();
    await inOrder(anna, 'exam passed');
    await news.getByRole('button', { name: words('work-life.exam_read') }).click();
    await news.waitFor({ state: 'detached' });

    // One of them is gold; the word comes a few answers later, here when all is done.
    for (const answers of [5, 6, 7, 8]) {
      await prefer(bench, anna, false);
      await bench.synced(answers);
    }
    await page.getByText(words('work-life.sitting'), { exact: true }).waitFor();
    await page.goto('/my-work/feedback');
    await anna.settled();
    const notice = page.getByRole('region', { name: words('work-life.notice_title', { project: name }) });
    await notice.getByText(words('work-life.notice_notify')).waitFor();
    await inOrder(anna, 'notice');
    expect(anna.faults).toEqual([]);
    await anna.context.close();
    await admin.context.close();
  },
);

test.each(looks)(
  'a wrong known answer is put right, and who failed the exam over it is named and qualified by hand: $locale',
  async (look) => {
    const admin = await visitAs(browser, product, { who: 'admin', ...look });
    const projectId = await projectFor(admin, `Wrong key ${look.locale}`);
    const anna = await visitAs(browser, product, { who: 'anna', ...look });
    await anna.page.goto(`/annotate/${projectId}`);
    const bench = new Workbench(anna);
    await bench.putOffGuidelines();
    for (const right of [true, false]) {
      await bench.ready();
      const texts = await anna.page.locator('[data-visible] [data-text]').allTextContents();
      const said = texts.filter((text) => text.includes('That is'));
      await bench.decide(said[0]?.includes('That is right') === right ? '1' : '7');
    }
    await anna.page.getByText(anna.words('labeling.nothing_exam_ended')).waitFor();

    const { page, words } = admin;
    const { rows } = await product.database.pool.query<{ id: string; key: string }>(
      `select g.comparison_id as id, g.expected_key as key from gold_results r join gold_items g on g.comparison_id = r.comparison_id
       where g.project_id = $1 and not r.matched`,
      [projectId],
    );
    expect(rows).toHaveLength(1);
    await page.goto(`/projects/${projectId}/comparisons/${rows[0]!.id}`);
    await admin.settled();
    const card = page.getByRole('region', { name: words('console-routing.gold_one'), exact: true });
    await card.getByRole('button', { name: words('console-routing.gold_change') }).click();
    const choices = card.locator('[data-choice]');
    await (rows[0]!.key === 'first' ? choices.nth(6) : choices.first()).click();
    await card.getByRole('button', { name: words('console-routing.gold_save') }).click();
    await card.getByText(words('console-routing.gold_regraded', { answers: 1, people: 1 })).waitFor();
    await card.getByText(words('console-routing.gold_regraded_failed')).waitFor();
    await card.getByRole('link', { name: /Anna/ }).waitFor();
    await inOrder(admin, 'regraded');

    await page.goto(`/projects/${projectId}/routing`);
    await admin.settled();
    const people = page.getByRole('region', { name: words('console-routing.people'), exact: true });
    await people
      .getByRole('button', { name: new RegExp(words('console-routing.qualification_of', { name: 'Anna' })) })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(words('console-routing.qualification_qualify'), { exact: true }).check();
    await inOrder(admin, 'qualification');
    await dialog.getByRole('button', { name: words('console.save') }).click();
    await dialog.waitFor({ state: 'detached' });
    const done = page.getByRole('region', { name: words('console-routing.events'), exact: true });
    await done.getByText(words('console-routing.action_qualify'), { exact: true }).waitFor();

    await anna.page.goto('/my-work/feedback');
    await anna.settled();
    // One for each project that this journey makes.
    await anna.page.getByText(anna.words('work-life.notice_lead_qualify')).first().waitFor();
    await inOrder(anna, 'qualified');
    await anna.page.goto(`/annotate/${projectId}`);
    await bench.ready();
    expect([...admin.faults, ...anna.faults]).toEqual([]);
    await anna.context.close();
    await admin.context.close();
  },
);
