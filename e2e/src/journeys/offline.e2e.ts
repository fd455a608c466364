import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptPairs, untilKept } from '../support/kept.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { demoPerson, signIn, type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

let anna: Visitor;
let bench: Workbench;
let before: Set<string>;

onStage({ demo: true });
beforeEach(async () => {
  before = new Set((await stored()).map(({ id }) => id));
  anna = await visitAs(browser, product, { who: 'anna', installs: true });
  bench = new Workbench(anna);
  await bench.open(project);
});
afterEach(async () => {
  await anna.context.close();
});

interface Stored {
  id: string;
  assignmentId: string;
  position: number | null;
  outcome: string;
  head: boolean;
  ignored: number | null;
}

async function stored(): Promise<Stored[]> {
  const { rows } = await product.database.pool.query<Stored>(
    `select j.id, j.assignment_id as "assignmentId", j.position, j.outcome, a.judgment_id = j.id as head,
       (j.view->>'ignoredPresses')::int as ignored
     from judgments j join assignments a on a.id = j.assignment_id join users u on u.id = j.annotator_id
     where u.email = $1 order by j.created_at, j.id`,
    [demoPerson('anna').email],
  );
  return rows;
}

async function fresh(): Promise<Stored[]> {
  return (await stored()).filter(({ id }) => !before.has(id));
}

interface Pressed {
  assignmentId: string;
  position: number;
}

async function vote(position: number): Promise<Pressed> {
  const assignmentId = await bench.ready();
  await bench.decide(String(position));
  return { assignmentId, position };
}

const pressedOf = ({ assignmentId, position }: Stored): unknown => ({ assignmentId, position });

test('a reload without the server goes on with the pairs at hand, then waits, and loses nothing', async () => {
  const pressed = [await vote(2), await vote(6)];
  await bench.synced(2);
  await untilKept(anna.page, 6);
  await product.killApi();
  await anna.context.setOffline(true);
  pressed.push(await vote(1));
  // Saved on the device: a page that is torn away between press and paint has promised nothing yet.
  await anna.page.getByText(anna.words('labeling.queued', { count: 1 }), { exact: true }).waitFor();
  await anna.page.reload();
  const waiting = anna.page.getByRole('heading', { name: anna.words('labeling.offline_title') });
  for (let count = 0; count < 5; count += 1) pressed.push(await vote(count + 1));
  while ((await bench.current()) !== null) pressed.push(await vote(7));
  await waiting.waitFor();
  expect(new Set(pressed.map(({ assignmentId }) => assignmentId)).size).toBe(pressed.length);
  // And once more: what is decided does not come back.
  await anna.page.reload();
  await waiting.waitFor();
  await anna.context.setOffline(false);
  await product.startApi();
  await anna.page.getByRole('button', { name: anna.words('ui.retry') }).click();
  await expect.poll(async () => (await fresh()).length, { timeout: 30_000 }).toBe(pressed.length);
  expect((await fresh()).map(pressedOf)).toEqual(pressed);
  expect((await fresh()).every(({ head }) => head)).toBe(true);
  await bench.ready();
  expect(anna.faults).toEqual([]);
});

test('undo and history reach behind a reload', async () => {
  const pressed = [await vote(1), await vote(2), await vote(3)];
  await bench.synced(3);
  await untilKept(anna.page, 6);
  await anna.page.reload();
  await bench.ready();
  await untilKept(anna.page, 6);
  for (const { assignmentId } of pressed.toReversed()) {
    await bench.undo();
    expect(await bench.current()).toBe(assignmentId);
  }
  await expect.poll(async () => (await fresh()).length, { timeout: 20_000 }).toBe(6);
  expect((await fresh()).filter(({ outcome }) => outcome === 'retracted')).toHaveLength(3);
  expect((await fresh()).filter(({ head, outcome }) => head && outcome !== 'retracted')).toEqual([]);
  // Behind what this sitting did, the server's own list goes on.
  const again = await vote(4);
  await anna.page.keyboard.press('ArrowLeft');
  await expect.poll(() => bench.current()).toBe(again.assignmentId);
});

test('a page that was frozen renews its leases and sends what waits as soon as it wakes', async () => {
  await anna.context.setOffline(true);
  const pressed = await vote(5);
  await anna.page.getByText(anna.words('labeling.queued', { count: 1 }), { exact: true }).waitFor();
  // A browser without a window takes the command to freeze and does nothing: the page hears what a phone would say.
  await anna.page.evaluate(() => document.dispatchEvent(new Event('freeze')));
  // Being online again may be heard before the page wakes, and is reason enough.
  const renewed = anna.page.waitForRequest(/\/assignments\/renew$/);
  await anna.context.setOffline(false);
  await anna.page.evaluate(() => document.dispatchEvent(new Event('resume')));
  await renewed;
  await expect.poll(async () => (await fresh()).map(pressedOf), { timeout: 20_000 }).toEqual([pressed]);
  expect(await bench.current()).not.toBeNull();
});

test('who signs in later on the same browser never sends what the first did, and finds no text of theirs', async () => {
  await untilKept(anna.page, 6);
  await anna.context.setOffline(true);
  const pressed = [await vote(1), await vote(7)];
  await product.database.pool.query('delete from sessions');
  await anna.context.setOffline(false);
  const bo = { ...anna, page: await anna.context.newPage() };
  await signIn(bo, demoPerson('bo'));
  await expect.poll(() => keptPairs(bo.page), { timeout: 20_000 }).toBe(0);
  const dialog = anna.page.getByRole('dialog', { name: anna.words('auth.session_over') });
  await dialog.waitFor();
  expect(await fresh()).toEqual([]);
  await dialog.getByLabel(anna.words('auth.password')).fill(demoPerson('anna').password);
  await anna.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(async () => (await fresh()).map(pressedOf), { timeout: 20_000 }).toEqual(pressed);
});

test('signing out leaves no text on the device', async () => {
  await untilKept(anna.page, 6);
  await anna.page.getByRole('button', { name: anna.words('shell.user_menu') }).click();
  await anna.page.getByRole('menuitem', { name: anna.words('shell.sign_out') }).click();
  await anna.page.waitForURL('**/sign-in');
  expect(await keptPairs(anna.page)).toBe(0);
});

test('keys by the storm: only pairs seen for a quarter of a second are judged, each press once', async () => {
  await bench.ready();
  const { page } = anna;
  // What the page itself painted and heard, by its own clock.
  await page.evaluate(() => {
    const log = { shown: [] as { id: string; at: number }[], presses: [] as number[] };
    Object.assign(globalThis, { storm: log });
    // The first one has been there all along.
    let last: string | null = null;
    const look = (): void => {
      const id =
        document.querySelector('[data-assignment][data-visible]')?.getAttribute('data-assignment') ?? '';
      if (id !== last) log.shown.push({ id, at: last === null ? 0 : performance.now() });
      last = id;
      requestAnimationFrame(look);
    };
    look();
    document.addEventListener('keydown', (event) => log.presses.push(event.timeStamp), { capture: true });
  });
  const presses = 48;
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press(String(1 + (press % 7)));
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  }
  await page.getByText(anna.words('labeling.synced'), { exact: true }).waitFor();
  const votes = await fresh();
  const log = await page.evaluate(
    () =>
      (globalThis as unknown as { storm: { shown: { id: string; at: number }[]; presses: number[] } }).storm,
  );
  expect(log.presses).toHaveLength(presses);
  expect(votes.length).toBeGreaterThan(0);
  expect(votes.length).toBeLessThan(presses);
  expect(new Set(votes.map(({ assignmentId }) => assignmentId)).size).toBe(votes.length);
  expect(votes.map(({ id }) => id)).toEqual(bench.told.map(({ body }) => body.id));
  for (const { assignmentId } of votes) {
    const place = log.shown.findIndex(({ id }) => id === assignmentId);
    const left = log.shown[place + 1]!.at;
    const press = log.presses.findLast((at) => at <= left)!;
    expect(press - log.shown[place]!.at, 'the pair was there long enough').toBeGreaterThanOrEqual(240);
  }
  const ignored = votes.reduce((sum, one) => sum + (one.ignored ?? 0), 0);
  // The last presses may have been for a pair that is not decided yet.
  const open = presses - votes.length - ignored;
  expect(open).toBeGreaterThanOrEqual(0);
  expect(open).toBeLessThanOrEqual(3);
});

test('what is taken back while looking back takes a vote again', async () => {
  const { assignmentId } = await vote(3);
  await bench.ready();
  await anna.page.keyboard.press('ArrowLeft');
  await anna.page.getByRole('button', { name: anna.words('labeling.history_forward') }).waitFor();
  await bench.ready();
  await anna.page.keyboard.press('u');
  await anna.page
    .getByRole('button', { name: anna.words('labeling.history_forward') })
    .waitFor({ state: 'detached' });
  expect(await bench.ready()).toBe(assignmentId);
  await bench.decide('5');
  await bench.synced(3);
  expect((await fresh()).filter(({ head }) => head)).toMatchObject([{ position: 5 }]);
});

test('an undo that comes too late says why, and the answer stands with its controls off', async () => {
  const { assignmentId } = await vote(3);
  await bench.synced(1);
  const archive = (state: string): Promise<unknown> =>
    product.database.pool.query('update projects set state = $2 where name = $1', [project, state]);
  await archive('archived');
  try {
    await bench.ready();
    await anna.page.keyboard.press('u');
    await anna.page.getByText(anna.words('safety.undo_project_archived')).first().waitFor();
    await anna.page.getByText(anna.words('labeling.locked_project_archived')).waitFor();
    expect(await bench.current()).toBe(assignmentId);
    expect(await anna.page.getByRole('radio').first().isDisabled()).toBe(true);
    await bench.ready();
    await anna.page.keyboard.press('1');
    await anna.page.getByText(anna.words('labeling.ignored_locked')).waitFor();
    expect((await fresh()).map(({ position, head }) => ({ position, head }))).toEqual([
      { position: 3, head: true },
    ]);
  } finally {
    await archive('active');
  }
});
