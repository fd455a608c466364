import { expect, test } from 'vitest';
import { misfits, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

onStage({ demo: true });

async function post(visitor: Visitor, path: string, body: unknown, method = 'POST'): Promise<void> {
  const answer = await visitor.page.request.fetch(`/api/v1${path}`, {
    method,
    data: body,
    headers: { origin: product.baseUrl },
  });
  expect(answer.status(), `${path}: ${await answer.text()}`).toBeLessThan(300);
}

const shots = process.env['PAIRWRIGHT_SHOTS'];

test('an annotator sees what they did, what it is worth, and what was said about it', async () => {
  const anna = await visitAs(browser, product, { who: 'anna' });
  const bench = new Workbench(anna);
  await bench.open(project);
  for (let vote = 1; vote <= 3; vote += 1) await bench.decide('1');
  await bench.synced(3);
  const [told] = bench.told;

  const admin = await visitAs(browser, product, { who: 'admin' });
  const { rows } = await product.database.pool.query<{ id: string }>(
    'select id from projects where name = $1',
    [project],
  );
  const projectId = rows[0]!.id;
  await post(
    admin,
    `/projects/${projectId}`,
    { pay: { currency: 'EUR', perJudgmentMicros: 150_000 } },
    'PATCH',
  );
  await post(admin, `/projects/${projectId}/judgments/${told!.body.id}/feedback`, {
    message: 'The second answer is cut off. Please look again.',
  });

  const { page, words } = anna;
  await page.goto('/my-work');
  await anna.settled();
  await page.getByRole('link', { name: words('work-life.nav_feedback') }).click();
  await page.getByText('The second answer is cut off. Please look again.').waitFor();
  await page.getByLabel(words('work-life.reply')).fill('It is whole for me.');
  await page.getByLabel(words('work-life.dispute')).check();
  await page.getByRole('button', { name: words('work-life.send_reply') }).click();
  await page.getByText(words('work-life.disputed'), { exact: true }).waitFor();
  expect(await violations(page, 'my work')).toEqual([]);

  await page.getByRole('link', { name: words('work-life.nav_time') }).click();
  const pay = page.getByRole('region', { name: words('work-life.earnings_table') });
  await pay.getByText('€0.30 (2)').waitFor();
  await pay.getByText('€0.15 (1)').waitFor();
  await page
    .getByRole('button', { name: words('work-life.correct') })
    .first()
    .click();
  await page.getByLabel(words('work-life.correct_minutes'), { exact: true }).fill('12');
  await page.getByLabel(words('work-life.correct_note')).fill('I read the guidelines on paper.');
  await page.getByRole('button', { name: words('work-life.correct_send') }).click();
  await page.getByText(/\(corrected by 12\)/).waitFor();
  expect(await violations(page, 'my work')).toEqual([]);

  await page.getByRole('link', { name: words('work-life.nav_preferences') }).click();
  await page.getByLabel(words('work-life.sensitive_violence')).check();
  await anna.settled();
  await page.reload();
  await anna.settled();
  expect(await page.getByLabel(words('work-life.sensitive_violence')).isChecked()).toBe(true);
  expect(await violations(page, 'my work')).toEqual([]);
  expect(anna.faults).toEqual([]);
  await anna.context.close();
  await admin.context.close();
});

test.each([
  ['en', 'light', 1280],
  ['zh-CN', 'dark', 320],
] as const)('the pages of one’s own work fit: %s, %s, %i px', async (locale, theme, width) => {
  const anna = await visitAs(browser, product, { who: 'anna', locale, theme, width });
  for (const path of ['/my-work', '/my-work/feedback', '/my-work/time', '/my-work/preferences']) {
    await anna.page.goto(path);
    await anna.settled();
    if (shots !== undefined)
      await anna.page.screenshot({
        path: `${shots}/${path.replaceAll('/', '-')}-${locale}.png`,
        fullPage: true,
      });
    expect(await violations(anna.page, path)).toEqual([]);
    expect(await misfits(anna.page, path)).toEqual([]);
  }
  expect(anna.faults).toEqual([]);
  await anna.context.close();
});
