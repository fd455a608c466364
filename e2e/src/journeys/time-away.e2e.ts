import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import { untilKept } from '../support/kept.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { callAs, makeProject } from '../support/through-api.ts';
import { pageWaits, serverAges } from '../support/time-passes.ts';
import { demoPerson, signIn, type Visitor, visit, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

onStage({ demo: true });
afterEach(async () => {
  // A test that fails while the server is down leaves none of that to the next one.
  if (isDown) await goUp();
});
beforeAll(async () => {
  const admin = await visitAs(browser, product, { who: 'admin' });
  for (const name of ['An hour', 'A day']) {
    const rows = Array.from({ length: 16 }, (_, row) => ({
      messages: [{ role: 'user', content: `Question ${row}?` }],
      responses: [
        { model: 'a', content: `It is ${row}.` },
        { model: 'b', content: `It is not ${row}.` },
      ],
    }));
    const { projectId } = await makeProject(admin, product, { name, rows });
    await callAs(admin, product, {
      method: 'PATCH',
      path: `/projects/${projectId}`,
      body: { editHours: 2 },
    });
    await product.database.pool.query(
      `insert into project_members (project_id, user_id, role) select $1, id, 'annotator' from users where email like 'anna@%' or email like 'bo@%'`,
      [projectId],
    );
  }
  await admin.context.close();
});

let isDown = false;

async function goDown(): Promise<void> {
  await product.killApi();
  isDown = true;
}

async function goUp(): Promise<void> {
  await product.startApi();
  isDown = false;
}

/** Anna with a clock of her own. */
async function sitDown(project: string): Promise<{ anna: Visitor; bench: Workbench }> {
  const anna = await visit(browser, product, { installs: true });
  await anna.page.clock.install();
  await signIn(anna, demoPerson('anna'));
  const bench = new Workbench(anna);
  await bench.open(project);
  await bench.putOffGuidelines();
  await untilKept(anna.page, 6);
  return { anna, bench };
}

/** Gives judgments by their keys; the ids of the assignments. */
async function vote(bench: Workbench, ...positions: number[]): Promise<string[]> {
  const given: string[] = [];
  for (const position of positions) {
    given.push(await bench.ready());
    await bench.decide(String(position));
  }
  return given;
}

async function comment({ page, words }: Visitor, text: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByLabel(words('labeling.comment')).fill(text);
  await page.keyboard.press('Escape');
}

async function queued({ page, words }: Visitor, count: number): Promise<void> {
  await page.getByText(words('labeling.queued', { count }), { exact: true }).waitFor();
}

interface Stored {
  id: string;
  assignmentId: string;
  outcome: string;
  position: number | null;
  strength: number | null;
  order: number[];
  rationale: string | null;
  view: unknown;
  activeMs: number | null;
  questionVersion: number;
  guidelinesVersion: number;
  supersedes: string | null;
  surplus: boolean;
}

/** What the server has of Anna in a project, in the order of its coming. */
async function stored(project: string): Promise<Stored[]> {
  const { rows } = await product.database.pool.query<Stored>(
    `select j.id, j.assignment_id as "assignmentId", j.outcome, j.position, j.strength, a.presented_order as "order", j.rationale, j.view,
       j.active_ms as "activeMs", j.question_version as "questionVersion", j.guidelines_version as "guidelinesVersion", j.supersedes, j.surplus
     from judgments j join assignments a on a.id = j.assignment_id join users u on u.id = j.annotator_id
     join projects p on p.id = j.project_id
     where u.email = $1 and p.name = $2 order by j.created_at, j.id`,
    [demoPerson('anna').email, project],
  );
  return rows;
}

type Given = Submission & { assignmentId: string };

/** What the page told, each once, in order; whatever was told again was told in the same words. */
function given(bench: Workbench): Given[] {
  const once = new Map<string, Given>();
  for (const { kind, assignmentId, body } of bench.told) {
    if (kind !== 'judgment') continue;
    const one = { ...(body as unknown as Submission), assignmentId };
    expect(once.get(one.id) ?? one).toEqual(one);
    once.set(one.id, one);
  }
  return [...once.values()];
}

/** Field by field, what was told is what is stored, once. */
function expectStored(rows: readonly Stored[], told: readonly Given[]): void {
  const judgments = rows.filter(({ outcome }) => outcome !== 'retracted');
  expect(judgments.map(({ id }) => id)).toEqual(told.map(({ id }) => id));
  for (const [index, { answer, ...one }] of told.entries()) {
    const { strength, order, ...row } = judgments[index]!;
    const position = answer.outcome === 'scale' ? answer.position : null;
    expect(row).toMatchObject({
      assignmentId: one.assignmentId,
      outcome: 'preference',
      position,
      rationale: one.rationale ?? null,
      view: one.view,
      activeMs: one.activeMs,
      questionVersion: one.questionVersion,
      guidelinesVersion: one.guidelinesVersion,
    });
    // The lower half of the scale prefers the one shown first.
    expect(strength! < 0).toBe(position! < 4 === (order[0] === 0));
  }
}

/** No comparison has more judgments that count than it needs, and each counts those it has. */
async function expectTrueCounters(): Promise<void> {
  const { rows } = await product.database.pool.query(
    `select c.id, c.judged, c.target_judgments, count(j.id) from comparisons c
     left join assignments a on a.comparison_id = c.id and a.state = 'submitted'
     left join judgments j on j.id = a.judgment_id and not j.surplus
     where c.project_id in (select id from projects where name in ('An hour', 'A day'))
     group by c.id having c.judged <> count(j.id) or c.judged > c.target_judgments`,
  );
  expect(rows).toEqual([]);
}

test('the server is down for an hour: it is asked now and then, the page says so all the time, and all arrives once', async () => {
  const { anna, bench } = await sitDown('An hour');
  const { page, words } = anna;
  await vote(bench, 2);
  await bench.synced(1);
  await goDown();
  await vote(bench, 6, 1);
  await comment(anna, 'It says why 😀.');
  await vote(bench, 7);
  await queued(anna, 3);
  const said = words('labeling.offline', { count: 3 });
  await page.getByText(said).waitFor();
  const atHand = await bench.ready();

  const quiet = await page.evaluateHandle((text) => {
    const silences = { count: 0 };
    new MutationObserver(() => {
      if (!document.body.textContent.includes(text)) silences.count += 1;
    }).observe(document.body, { subtree: true, childList: true });
    return silences;
  }, said);
  const before = bench.told.length;
  const attempts: number[] = [];
  await pageWaits(page, 3600, (over) => {
    while (attempts.length < bench.told.length - before) attempts.push(over);
  });
  await serverAges(product, 1);
  // Waits grow to a minute, of which half is drawn: 60 to 120 attempts, and a few more at first.
  expect(attempts.length).toBeGreaterThan(45);
  expect(attempts.length).toBeLessThan(130);
  const gaps = attempts.map((at, index) => at - (attempts[index - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(120);
  expect(Math.min(...gaps.slice(10))).toBeGreaterThanOrEqual(15);
  expect(await quiet.evaluate(({ count }) => count), 'the page went on saying so').toBe(0);
  expect(await bench.current(), 'and the pair stays').toBe(atHand);
  await page.getByRole('button', { name: words('labeling.queued', { count: 3 }), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: words('safety.sync_title') });
  await dialog.getByText(/^3 actions wait on this device\.$/).waitFor();
  await dialog.getByText(words('safety.sync_where')).waitFor();
  await page.keyboard.press('Escape');

  await goUp();
  // Nobody does anything: the next attempt comes within a minute.
  await pageWaits(page, 75);
  await page.getByText(words('labeling.synced'), { exact: true }).waitFor();
  expect(await bench.current()).toBe(atHand);
  expectStored(await stored('An hour'), given(bench));
  expect(given(bench)).toHaveLength(4);

  await vote(bench, 3);
  await bench.synced(bench.told.length);
  const rows = await stored('An hour');
  expectStored(rows, given(bench));
  expect(rows.filter(({ surplus }) => surplus)).toEqual([]);
  const { activeMs, view } = given(bench).at(-1)!;
  expect(view.visibleMs, 'it was on the screen all the time').toBeGreaterThan(3_600_000);
  expect(activeMs, 'and read for moments').toBeLessThan(300_000);
  await expectTrueCounters();
  expect(anna.faults).toEqual([]);
  await anna.context.close();
});

/** Bo judges so many pairs of a project, has one more at hand, and gives the others back. */
async function boJudges(project: string, count: number): Promise<void> {
  const bo = await visitAs(browser, product, { who: 'bo' });
  const bench = new Workbench(bo);
  await bench.open(project);
  await bench.putOffGuidelines();
  await vote(bench, ...Array.from({ length: count }, () => 4));
  await bench.synced(count);
  const released = bo.page.waitForResponse(/\/assignments\/release$/);
  await bo.page.getByRole('link', { name: bo.words('labeling.back_to_work') }).click();
  await released;
  await bo.context.close();
}

async function sessionEnds(): Promise<void> {
  await product.database.pool.query(
    `update sessions set expires_at = now() where user_id = (select id from users where email = $1)`,
    [demoPerson('anna').email],
  );
}

async function signInAgain({ page, words }: Visitor): Promise<void> {
  await page.getByLabel(words('auth.password')).fill(demoPerson('anna').password);
  await page.keyboard.press('Enter');
}

test('the laptop is closed for a day: leases and session are over, others went on, and every judgment is kept or accounted for', async () => {
  const { anna, bench } = await sitDown('A day');
  const { page, words, context } = anna;
  const [early] = await vote(bench, 2, 6);
  await bench.synced(2);
  await context.setOffline(true);
  // Three that others will have taken up by then, one undone and judged otherwise, one with a comment.
  const taken = await vote(bench, 1, 7, 3);
  const [undone] = await vote(bench, 5);
  await bench.undo();
  await vote(bench, 6);
  await comment(anna, 'It says why 😀.');
  const [free] = await vote(bench, 2);
  // And a second thought about the first one of all.
  for (let back = 0; back < 7; back += 1) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => bench.current()).toBe(early);
  await vote(bench, 7);
  const atHand = await bench.ready();
  await comment(anna, 'half a thought');
  await queued(anna, 8);

  await page.evaluate(() => document.dispatchEvent(new Event('freeze')));
  await page.clock.fastForward('24:00:00');
  await serverAges(product, 24);
  await sessionEnds();
  await boJudges('A day', 2);
  await context.setOffline(false);
  await page.evaluate(() => document.dispatchEvent(new Event('resume')));

  const dialog = page.getByRole('dialog', { name: words('auth.session_over') });
  await dialog.getByText(words('auth.session_over_safe')).waitFor();
  await signInAgain(anna);
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(words('labeling.surplus'), { exact: true }).first().waitFor();
  await page.getByText(words('labeling.synced'), { exact: true }).waitFor();
  expect(await bench.current(), 'what was being written').toBe(atHand);

  await page.getByRole('button', { name: words('labeling.synced'), exact: true }).click();
  const receipts = page.getByRole('dialog', { name: words('safety.sync_title') }).getByRole('row');
  const receiptOf = (key: string) => receipts.filter({ hasText: words(`safety.sync_${key}`) }).count();
  await expect.poll(() => receiptOf('surplus')).toBe(3);
  expect(await receiptOf('on_its_way')).toBe(0);
  await page.keyboard.press('Escape');
  await vote(bench, 2);
  await page.getByText(words('labeling.synced'), { exact: true }).waitFor();

  const told = given(bench);
  const [tooLate] = told.filter(({ assignmentId }) => assignmentId === early).slice(1);
  const kept = told.filter((one) => one !== tooLate);
  const rows = await stored('A day');
  expect(kept).toHaveLength(9);
  expectStored(rows, kept);
  // What others did meanwhile, or have at hand, does not count again. A judgment taken back stays on record.
  expect(rows.filter(({ surplus }) => surplus).map(({ assignmentId }) => assignmentId)).toEqual(taken);
  expect(rows.filter(({ assignmentId }) => assignmentId === undone).map(({ outcome }) => outcome)).toEqual([
    'preference',
    'retracted',
    'preference',
  ]);
  expect(kept.find(({ assignmentId }) => assignmentId === free)?.rationale).toBe('It says why 😀.');
  const morning = kept.at(-1)!;
  expect(morning).toMatchObject({ assignmentId: atHand, rationale: 'half a thought' });
  // Neither the evening's nor the morning's look at it was long; the night was.
  expect(morning.activeMs).toBeLessThan(300_000);
  expect(morning.view.visibleMs).toBeLessThan(300_000);
  await expectTrueCounters();

  await page.getByRole('link', { name: words('labeling.attention', { count: 1 }) }).click();
  const attention = page.getByRole('region', { name: words('work.attention_title') });
  for (const part of ['why', 'safe', 'do'])
    await attention.getByText(words(`safety.refused_judgment_locked_${part}`)).waitFor();
  await attention.getByRole('link', { name: words('safety.refused_open') }).click();
  await page.getByText(words('labeling.locked_time_over')).waitFor();
  expect(await bench.current()).toBe(early);
  await page.goto('/my-work');
  await attention.getByRole('button', { name: words('safety.discard') }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('safety.discard') })
    .click();
  await attention.waitFor({ state: 'detached' });

  await theTabIsClosed(anna);
});

/** What was done offline before a tab was closed is sent after the next sign-in, a day later. */
async function theTabIsClosed(anna: Visitor): Promise<void> {
  const { context, words } = anna;
  const before = await stored('A day');
  const bench = new Workbench(anna);
  await bench.open('A day');
  const address = anna.page.url();
  await context.setOffline(true);
  const [first] = await vote(bench, 5);
  await comment(anna, 'Said in the evening.');
  const [second] = await vote(bench, 1);
  await queued(anna, 2);
  await anna.page.close();
  await serverAges(product, 24);
  await sessionEnds();
  await context.setOffline(false);

  const page = await context.newPage();
  await page.goto(address);
  await page.getByText(words('auth.unsent_here')).waitFor();
  await page.getByLabel(words('auth.email')).fill(demoPerson('anna').email);
  await signInAgain({ ...anna, page });
  const again = new Workbench({ page, words });
  await again.ready();
  await page.getByText(words('labeling.synced'), { exact: true }).waitFor();
  const came = (await stored('A day')).slice(before.length);
  expectStored(came, given(again));
  expect(came).toMatchObject([
    { assignmentId: first, position: 5, rationale: null, surplus: false },
    { assignmentId: second, position: 1, rationale: 'Said in the evening.', surplus: false },
  ]);
  await expectTrueCounters();
  expect(anna.faults).toEqual([]);
  await context.close();
}
