import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Answer } from '@pairwright/contract/judgment';
import { sideways, violations } from '../support/accessible.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeProject, type NewProject } from '../support/through-api.ts';
import { type Look, type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const projects: Record<string, string> = {};

onStage({ demo: true });
beforeAll(async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  const add = async (given: NewProject): Promise<void> => {
    const { projectId } = await makeProject(admin, product, given);
    projects[given.name] = projectId;
    await product.database.pool.query(
      `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%'`,
      [projectId],
    );
  };
  const groups = { plan: 'groups', size: 4 };
  await add({ name: 'Ranking', template: 'rank', pairing: groups, rows: rows(3, 4, long) });
  await add({ name: 'Held', template: 'rank', pairing: groups, rows: rows(4, 4, long) });
  await add({ name: 'Narrow', template: 'rank', pairing: groups, rows: rows(2, 4, long) });
  await add({ name: 'Thumbs', template: 'kto', pairing: { plan: 'singles' }, rows: rows(3, 1, long) });
  await add({ name: 'Steps', template: 'prm', pairing: { plan: 'singles' }, rows: rows(2, 1, solution) });
  await admin.context.close();
});

function rows(count: number, responses: number, text: (of: string) => string): unknown[] {
  return Array.from({ length: count }, (_, row) => ({
    messages: [{ role: 'user', content: `How does task ${row} go?` }],
    responses: Array.from({ length: responses }, (_answer, index) => ({
      model: `m${index}`,
      content: text(`${row}-${index}`),
    })),
  }));
}

function long(of: string): string {
  const line = 'It goes step by step, and each step has its reason, which is said beside it.';
  return [`**Answer ${of}**`, ...Array.from({ length: 6 }, () => line), '- first\n- second'].join('\n\n');
}

function solution(of: string): string {
  return [`Let $x$ be what is asked in ${of}.`, 'Then $2x = 4$.', 'So $x = 3$.', 'It is **3**.'].join('\n\n');
}

interface Mine {
  responses: { messages: { content: string }[] }[];
  judgment: { answer: Answer; rationale: string | null } | null;
}

function mine(visitor: Visitor, project: string, assignmentId: string): Promise<Mine> {
  return callAs<Mine>(visitor, product, {
    method: 'GET',
    path: `/projects/${projects[project]}/assignments/${assignmentId}`,
  });
}

async function sitDown(project: string, look: Look = {}): Promise<{ visitor: Visitor; bench: Workbench }> {
  const visitor = await visitAs(browser, product, { who: 'anna', ...look });
  const bench = new Workbench(visitor);
  await bench.open(project);
  await bench.putOffGuidelines();
  return { visitor, bench };
}

async function type(page: Page, keys: string): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function hears({ page }: Visitor, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).last().waitFor({ state: 'attached' });
}

test('four answers are ranked with five keys; ties, tray, undo and a later change arrive as they were made', async () => {
  const { visitor, bench } = await sitDown('Ranking');
  const { page, words } = visitor;
  const said = (key: string, values: Record<string, string | number> = {}): string =>
    words(`labeling-rank.${key}`, values);
  await page.getByRole('list', { name: said('ladder') }).waitFor();
  const first = await bench.ready();
  await page.keyboard.press('Enter');
  await hears(visitor, words('labeling-parts.missing', { parts: words('labeling-parts.missing_ranking') }));
  expect(bench.told, 'an untouched order is not taken').toEqual([]);

  await type(page, 'badc');
  await page.keyboard.press('Enter');
  await bench.synced(1);
  expect(bench.told[0]).toMatchObject({ assignmentId: first, body: { answer: ranking(2, 1, 4, 3) } });

  const second = await bench.ready();
  await type(page, 'b=a');
  await hears(visitor, said('said_tied', { letter: 'A', rank: 1, count: 4, others: 'B' }));
  await type(page, 'd0c');
  await hears(visitor, said('said_tray', { letter: 'C' }));
  await page.keyboard.press('u');
  await hears(visitor, said('said_order', { order: 'A = B > D' }));
  // What is not given yet is there again after a reload, and goes on from there.
  await page.reload();
  await bench.ready();
  await page.locator('[data-standing=none]').first().waitFor();
  await page.locator('[data-visible] [data-rank-place="3"] [data-standing=ranked]').waitFor();
  await type(page, '0c');
  await page.locator('[data-visible] [data-standing=tray]').waitFor();
  expect(await page.locator('[data-pairs]').textContent()).toContain('B > D');
  expect(await violations(page, 'ranking')).toEqual([]);
  await page.keyboard.press('Enter');
  await bench.synced(2);
  expect(bench.told[1]).toMatchObject({ assignmentId: second, body: { answer: ranking(1, 1, 0, 2) } });
  expect((await mine(visitor, 'Ranking', second)).judgment).toMatchObject({ answer: ranking(1, 1, 0, 2) });

  await bench.ready();
  await page.keyboard.press('ArrowLeft');
  await page.locator(`[data-visible][data-assignment="${second}"]`).waitFor();
  await bench.ready();
  // A letter that has a rank leads to its card; there a digit sets the rank, Alt with an arrow moves.
  await page.keyboard.press('d');
  await page.keyboard.press('1');
  await hears(visitor, said('said_tied', { letter: 'D', rank: 1, count: 4, others: 'A, B' }));
  await page.keyboard.press('Alt+ArrowDown');
  await hears(visitor, said('said_rank', { letter: 'D', rank: 2, count: 4 }));
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Enter');
  await bench.synced(3);
  expect((await mine(visitor, 'Ranking', second)).judgment).toMatchObject({ answer: ranking(2, 2, 0, 1) });

  await bench.ready();
  await page.keyboard.press('Shift+S');
  await page.getByRole('dialog', { name: words('labeling.skip_title') }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  expect(await page.getByRole('dialog').getByText('Shift+S', { exact: true }).count()).toBe(1);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('a draft that the server still has does not come back over what was given after it', async () => {
  const { visitor, bench } = await sitDown('Held');
  const { page } = visitor;
  const given = await bench.ready();
  const kept = page.waitForResponse((response) => response.url().endsWith(`/${given}/draft`));
  await type(page, 'ba');
  expect((await kept).status()).toBe(200);
  // The judgment is on its way for so long that more work is asked for, and comes, before the server has heard of it.
  const claimed = page.waitForResponse((response) => response.url().endsWith('/assignments/claim'));
  await page.route('**/judgment', async (route) => {
    await claimed;
    await route.continue();
  });
  await bench.giveBy(
    () => type(page, 'dc').then(() => page.keyboard.press('Enter')),
    () => page.keyboard.press('Enter'),
  );
  const claim = (await (await claimed).json()) as { items: { id: string; draft: unknown }[] };
  expect(claim.items.find(({ id }) => id === given)?.draft, 'the server still has the draft').not.toBeNull();
  await bench.synced(1);
  await bench.ready();
  await page.keyboard.press('ArrowLeft');
  await page.locator(`[data-visible][data-assignment="${given}"]`).waitFor();
  await bench.ready();
  const order = page.getByText('B > A > D > C', { exact: true });
  expect(await order.count(), 'what was given is shown').toBe(1);
  expect(await page.locator('[data-visible] [data-standing=none]').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

function ranking(...ranks: (number | null)[]): Answer {
  return { outcome: 'ranking', ranks };
}

test('on a phone letters are tapped, a finger that scrolls moves nothing, and a handle moves what it holds', async () => {
  const { visitor, bench } = await sitDown('Narrow', {
    width: 360,
    height: 740,
    locale: 'zh-CN',
    theme: 'dark',
    touch: true,
  });
  const { page, words } = visitor;
  await bench.ready();
  for (const letter of 'CABD')
    await page
      .getByRole('group', { name: words('labeling-rank.pool') })
      .getByRole('button', { name: words('labeling.answer_letter', { letter }), exact: true })
      .click();
  const order = page.getByText('C > A > B > D', { exact: true });
  await order.waitFor();
  const pane = page.locator('[data-visible]');
  const scrolled = await swipe(page, '[data-visible] [data-rank-place="0"] [data-place]');
  expect(scrolled, 'the pane scrolls').toBeGreaterThan(0);
  expect(await order.count()).toBe(1);
  await page.getByRole('button', { name: words('labeling-rank.show') }).click();
  await swipe(page, '[data-rank-place="0"] [data-handle] + button');
  expect(await order.count()).toBe(1);
  expect(await sideways(page)).toBe(0);
  expect(await violations(page, 'ladder on a phone')).toEqual([]);
  await drag(page, '[data-handle="b"]', '[data-drop="rank:1"]');
  await page.getByText('B = C > A > D', { exact: true }).waitFor();
  await pane.getByRole('button', { name: words('labeling-rank.up', { letter: 'D' }) }).click();
  await page.getByText('B = C > D > A', { exact: true }).waitFor();
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

/** Drags a finger upwards from an element; gives how far the pane went. */
async function swipe(page: Page, selector: string): Promise<number> {
  const from = page.locator(selector).first();
  await from.scrollIntoViewIfNeeded();
  const box = (await from.boundingBox())!;
  const pane = page.locator('[data-visible]');
  const top = (): Promise<number> => pane.evaluate((element) => element.scrollTop);
  const before = await top();
  const devtools = await page.context().newCDPSession(page);
  const [x, y] = [box.x + 60, box.y + 20];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', up: number): Promise<unknown> =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y: y - up }],
    });
  await touch('touchStart', 0);
  for (let up = 10; up <= 120; up += 10) await touch('touchMove', up);
  await touch('touchEnd', 120);
  await devtools.detach();
  return (await top()) - before;
}

async function drag(page: Page, handle: string, target: string): Promise<void> {
  await page.locator(handle).scrollIntoViewIfNeeded();
  const from = (await page.locator(handle).boundingBox())!;
  const to = (await page.locator(target).boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
}

test('one answer is judged with one key', async () => {
  const { visitor, bench } = await sitDown('Thumbs');
  const { page } = visitor;
  const shown = [await bench.ready()];
  await bench.decide('1');
  shown.push(await bench.ready());
  await bench.decide('2');
  await bench.synced(2);
  await bench.ready();
  expect(await violations(page, 'thumbs')).toEqual([]);
  const answers = await Promise.all(shown.map((id) => mine(visitor, 'Thumbs', id)));
  expect(answers.map(({ judgment }) => judgment?.answer)).toEqual([
    { outcome: 'thumbs', up: true },
    { outcome: 'thumbs', up: false },
  ]);
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});

test('a solution is judged step by step up to its first error', async () => {
  const { visitor, bench } = await sitDown('Steps');
  const { page, words } = visitor;
  const shown = await bench.ready();
  await page.getByText(words('labeling-single.progress', { done: 0, count: 4 })).waitFor();
  await type(page, '11');
  await page.keyboard.press('Enter');
  await page.getByText(words('labeling-single.progress', { done: 2, count: 4 })).waitFor();
  expect(bench.told, 'what has steps left is not taken').toEqual([]);
  await type(page, '3');
  await page.keyboard.press('ArrowUp');
  await type(page, 'w');
  await page.getByText(words('labeling-single.stopped', { number: 3 })).waitFor();
  expect(await violations(page, 'steps')).toEqual([]);
  await page.keyboard.press('Enter');
  await bench.synced(1);
  expect((await mine(visitor, 'Steps', shown)).judgment).toMatchObject({
    answer: { outcome: 'steps', labels: ['right', 'right', 'wrong'] },
  });
  expect(visitor.faults).toEqual([]);
  await visitor.context.close();
});
