import { expect, test } from 'vitest';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeProject } from '../support/through-api.ts';
import { type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: true });

/** An entry exam of one pair, and one pair of work that opens when it is passed. */
async function projectFor(admin: Visitor, name: string): Promise<void> {
  const rows = Array.from({ length: 2 }, (_, index) => ({
    messages: [{ role: 'user', content: `Question ${index}: what is two and two?` }],
    responses: [
      { model: 'a', content: `It is 4 (${index}).` },
      { model: 'b', content: `It is 5 (${index}).` },
    ],
    ...(index === 0 ? { gold: { answer: 'a', exam: true } } : {}),
  }));
  const { projectId } = await makeProject(admin, product, { name, rows });
  await product.database.pool.query(
    `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%'`,
    [projectId],
  );
  await callAs(admin, product, {
    method: 'PUT',
    path: `/projects/${projectId}/routing`,
    body: {
      ...openPolicy,
      qualification: { passPercent: 100, attempts: 2, validDays: null, tellAnswers: false },
    },
  });
}

test('the last vote is on its way: the page does not say that nothing is left before the server has it', async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  await projectFor(admin, 'Last vote');
  const anna = await visitAs(browser, product, { who: 'anna' });
  const { page, words, context } = anna;
  const bench = new Workbench(anna);
  await bench.open('Last vote');
  await bench.putOffGuidelines();
  const ends = [words('labeling.finished'), words('labeling.nothing_now')];
  await page.evaluate((texts) => {
    const world = globalThis as typeof globalThis & { ends?: string[] };
    world.ends = [];
    new MutationObserver(() => {
      for (const text of texts) if (document.body.textContent.includes(text)) world.ends?.push(text);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  }, ends);

  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let aborts = 2;
  await context.route('**/assignments/*/judgment', async (route) => {
    await gate;
    // Then the network fails it, so that the page says what it waits for.
    aborts -= 1;
    await (aborts > 0 ? route.abort('connectionreset') : route.continue());
  });
  const asked = page.waitForResponse((response) => response.url().endsWith('/assignments/claim'));
  const first = await bench.ready();
  const texts = await page.locator('[data-visible] [data-text]').allTextContents();
  await page.keyboard.press(texts.findIndex((text) => text.includes('It is 4')) === 0 ? '1' : '7');
  await asked;
  await expect.poll(() => bench.current()).toBe(null);
  letGo();
  await page.getByRole('heading', { name: words('labeling.arriving') }).waitFor();
  await page.getByRole('button', { name: words('labeling.arriving_send') }).click();
  expect(await bench.ready()).not.toBe(first);
  expect(await page.evaluate(() => (globalThis as typeof globalThis & { ends?: string[] }).ends)).toEqual([]);

  // The last one of all: then it is said, by an answer from after the vote.
  await page.keyboard.press('1');
  await page.getByRole('heading', { name: words('labeling.finished') }).waitFor();
  await page.getByText(words('labeling.finished_synced')).waitFor();
  expect(anna.faults.filter((fault) => !fault.includes('ERR_CONNECTION_RESET'))).toEqual([]);
});
