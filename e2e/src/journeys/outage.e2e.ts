import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addAuthenticator } from '../support/add-authenticator.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { demoPerson, type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

let anna: Visitor;
let bench: Workbench;
/** What was pressed in this test and counts, in order. */
let pressed: { assignmentId: string; position: number }[];
let before: Set<string>;

onStage({ demo: true });
beforeEach(async () => {
  before = new Set((await stored()).map(({ id }) => id));
  anna = await visitAs(browser, product, { who: 'anna' });
  bench = new Workbench(anna);
  pressed = [];
  await bench.open(project);
});
afterEach(async () => {
  await anna.context.close();
});

interface Stored {
  id: string;
  assignmentId: string;
  position: number;
  head: boolean;
  replaces: string | null;
}

async function stored(): Promise<Stored[]> {
  const { rows } = await product.database.pool.query<Stored>(
    `select j.id, j.assignment_id as "assignmentId", j.position, a.judgment_id = j.id as head, j.supersedes as replaces
     from judgments j join assignments a on a.id = j.assignment_id join users u on u.id = j.annotator_id
     where u.email = $1 order by j.created_at, j.id`,
    [demoPerson('anna').email],
  );
  return rows;
}

async function newlyStored(): Promise<Stored[]> {
  return (await stored()).filter(({ id }) => !before.has(id));
}

async function vote(position: number, where = bench): Promise<void> {
  const assignmentId = await where.ready();
  await where.decide(String(position));
  pressed.push({ assignmentId, position });
}

/** Everything pressed is in the database once, in order, and nothing else; counters agree. */
async function expectNothingLostOrDoubled(): Promise<void> {
  const { page, words } = anna;
  await expect
    .poll(async () => (await newlyStored()).length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(pressed.length);
  await page.getByText(words('labeling.synced'), { exact: true }).waitFor();
  expect((await newlyStored()).map(({ assignmentId, position }) => ({ assignmentId, position }))).toEqual(
    pressed,
  );
  expect((await newlyStored()).every(({ head }) => head)).toBe(true);
  await expectTrueCounters();
  expect(anna.faults).toEqual([]);
}

async function expectTrueCounters(): Promise<void> {
  const { rows } = await product.database.pool.query(
    `select c.id from comparisons c where c.judged <> (
       select count(*) from assignments a where a.comparison_id = c.id and a.state = 'submitted')
     and c.project_id = (select id from projects where name = $1)`,
    [project],
  );
  expect(rows).toEqual([]);
}

const queued = (count: number): Promise<void> =>
  anna.page.getByText(anna.words('labeling.queued', { count }), { exact: true }).waitFor();

test('the network goes, then the server is killed: the work goes on, and all of it arrives once', async () => {
  await vote(1);
  await bench.synced(1);
  await anna.context.setOffline(true);
  for (const position of [2, 6, 3]) await vote(position);
  await queued(3);
  await anna.page.getByText(anna.words('labeling.offline', { count: 3 })).waitFor();
  await anna.context.setOffline(false);
  await anna.page.getByText(anna.words('labeling.synced'), { exact: true }).waitFor();

  await vote(7);
  await product.killApi();
  for (const position of [5, 1, 2]) await vote(position);
  await anna.page.getByText(/^You are offline\. Go on/).waitFor();
  await product.startApi();
  await expectNothingLostOrDoubled();
  await vote(4);
  await expectNothingLostOrDoubled();
});

test('what waits survives a reload, and what the server had already is not counted again', async () => {
  const judgments = '**/assignments/*/judgment';
  let reached = 0;
  // The first one reaches the server, but its answer is lost; the others do not get there.
  await anna.context.route(judgments, async (route) => {
    reached += 1;
    if (reached === 1) await route.fetch();
    await route.abort('connectionreset');
  });
  for (const position of [7, 2, 3]) await vote(position);
  await queued(3);
  expect(await newlyStored()).toHaveLength(1);
  await anna.page.reload();
  const next = await bench.ready();
  expect(pressed.map(({ assignmentId }) => assignmentId)).not.toContain(next);
  await queued(3);
  await vote(6);
  await anna.context.unroute(judgments);
  await expectNothingLostOrDoubled();
  expect(bench.told.length).toBeGreaterThan(pressed.length);
});

test('two tabs of one person do not judge a pair twice', async () => {
  const other = new Workbench({ page: await anna.context.newPage(), words: anna.words });
  await other.open(project);
  expect(await other.ready()).toBe(await bench.ready());
  for (const [index, position] of [1, 7, 2, 6].entries()) {
    const [here, there] = index % 2 === 0 ? [bench, other] : [other, bench];
    await vote(position, here);
    const done = pressed.at(-1)!.assignmentId;
    await expect.poll(() => there.current()).not.toBe(done);
  }
  await expectNothingLostOrDoubled();
  // Both at the very same moment: one pair, one judgment that counts, the other kept as replaced. A tab that has heard of
  // the other's vote by then does not count its press; nor does one whose pair was painted a moment ago.
  let both: string[] = [];
  const since = async (): Promise<Stored[]> => (await newlyStored()).slice(pressed.length);
  await vi.waitUntil(
    async () => {
      both = await Promise.all([bench.ready(), other.ready()]);
      await Promise.all([bench.page.keyboard.press('1'), other.page.keyboard.press('7')]);
      const came = async (): Promise<boolean> => (await since()).length > 0;
      return vi.waitUntil(came, { timeout: 2_000, interval: 50 }).catch(() => false);
    },
    { timeout: 30_000, interval: 50 },
  );
  for (const tab of [bench, other])
    await tab.page.getByText(tab.words('labeling.synced'), { exact: true }).waitFor();
  const last = await since();
  for (const { assignmentId } of last) expect(both).toContain(assignmentId);
  if (last.length === 2 && both[0] === both[1])
    expect(last).toMatchObject([{ head: false }, { head: true, replaces: last[0]!.id }]);
  await expectTrueCounters();
});

test('a key pressed twice or held down votes once', async () => {
  const { keyboard } = anna.page;
  const first = await bench.ready();
  await Promise.all([keyboard.press('2'), keyboard.press('2')]);
  pressed.push({ assignmentId: first, position: 2 });
  await expect.poll(() => bench.current()).not.toBe(first);
  const second = await bench.ready();
  await keyboard.down('3');
  pressed.push({ assignmentId: second, position: 3 });
  await expect.poll(() => bench.current()).not.toBe(second);
  await bench.ready();
  // Held: the browser repeats the key, also when the next pair has long been there.
  await keyboard.down('3');
  await anna.page.getByText(anna.words('labeling.ignored_repeat')).waitFor();
  await keyboard.up('3');
  await expectNothingLostOrDoubled();
});

test('the session ends in the middle: sign in again in place, and the queued votes arrive', async () => {
  const { page, words, context } = anna;
  await context.setOffline(true);
  for (const position of [1, 6]) await vote(position);
  await product.database.pool.query('delete from sessions');
  await context.setOffline(false);
  const dialog = page.getByRole('dialog', { name: words('auth.session_over') });
  await dialog.getByLabel(words('auth.password')).fill(demoPerson('anna').password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await vote(5);
  await expectNothingLostOrDoubled();
});

test('a second factor is demanded in the middle: it is set up in place, and the queued votes arrive', async () => {
  const { page, words, context } = anna;
  await context.setOffline(true);
  for (const position of [2, 5]) await vote(position);
  const setting = (value: string) =>
    product.database.pool.query(
      `insert into instance_settings (key, value) values ('second_factor', $1::jsonb)
       on conflict (key) do update set value = excluded.value`,
      [JSON.stringify(value)],
    );
  await setting('everybody');
  await context.setOffline(false);
  await page.getByRole('heading', { name: words('account.demand_title') }).waitFor();
  await addAuthenticator(anna, demoPerson('anna').password);
  await page.getByRole('button', { name: words('account.go_on') }).click();
  await vote(4);
  await expectNothingLostOrDoubled();
  await setting('nobody');
  await product.database.pool.query('delete from totp_factors');
});
