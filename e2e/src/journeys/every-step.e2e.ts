import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Held, holdRequest, holdStore, waitingActions } from '../support/moments.ts';
import { browser, onStage, product } from '../support/stage.ts';
import { demoPerson, type Visitor, visitAs } from '../support/visitor.ts';
import { Workbench } from '../support/workbench.ts';

const project = 'Demo: Helpfulness';

let anna: Visitor;
let page: Page;
let bench: Workbench;
let address: string;
/** What the page said about saving, as a screen reader hears it; kept here, so that a dead tab cannot take it along. */
let heard: string[] = [];

onStage({ demo: true });
beforeAll(async () => {
  anna = await visitAs(browser, product, { who: 'anna' });
  await anna.context.exposeBinding('hear', (_source, text: string) => void heard.push(text));
  await anna.context.addInitScript(() => {
    const world = globalThis as typeof globalThis & { hear: (text: string) => void };
    new MutationObserver(() => {
      const text = document.querySelector('[role=status][aria-live].visually-hidden')?.textContent ?? '';
      if (text !== '') world.hear(text);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  page = await anna.context.newPage();
  bench = new Workbench({ page, words: anna.words });
  await bench.open(project);
  address = page.url();
});

interface Row {
  state: string;
  outcomes: string[];
  positions: (number | null)[];
  standing: string | null;
}

/** Everything the server holds about an assignment. */
async function held(assignmentId: string): Promise<Row> {
  const { rows } = await product.database.pool.query<Row>(
    `select a.state,
       coalesce(array_agg(j.outcome order by j.created_at, j.id) filter (where j.id is not null), '{}') as outcomes,
       coalesce(array_agg(j.position order by j.created_at, j.id) filter (where j.id is not null), '{}') as positions,
       (select s.outcome from judgments s where s.id = a.judgment_id) as standing
     from assignments a left join judgments j on j.assignment_id = a.id where a.id = $1 group by a.id`,
    [assignmentId],
  );
  return rows[0]!;
}

const saidSaved = (): boolean => heard.some((text) => text.startsWith('Saved, pair'));

/** Something a person does, up to one exact moment, and what must be true of it in the end. */
interface Step {
  readonly name: string;
  /** Goes to the moment and stays there. */
  reach(assignmentId: string): Promise<Held | null>;
  /** Does the rest, if the page still lives. */
  afterwards?(): Promise<void>;
  check(assignmentId: string): Promise<void>;
}

const judgments = /\/assignments\/[\w-]+\/judgment$/;
const position = 5;

async function voteIsThereOnce(assignmentId: string): Promise<void> {
  const { outcomes, positions } = await held(assignmentId);
  // Said to be saved: there, once. Not said: perhaps there, never twice.
  if (saidSaved() || outcomes.length > 0) {
    expect(outcomes).toHaveLength(1);
    expect(positions).toEqual([position]);
  }
}

function votingStep(name: string, reach: Parameters<typeof holdRequest>[2]): Step {
  return {
    name,
    async reach() {
      const moment = await holdRequest({ context: anna.context, page }, judgments, reach);
      await page.keyboard.press(String(position));
      await moment.reached;
      return moment;
    },
    async check(assignmentId) {
      // On the disk before anything could happen: it arrives, whether the page came to say so or not.
      const { outcomes, positions } = await held(assignmentId);
      expect(outcomes).toHaveLength(1);
      expect(positions).toEqual([position]);
    },
  };
}

const steps: readonly Step[] = [
  {
    name: 'before the key',
    reach: () => Promise.resolve(null),
    afterwards: () => page.keyboard.press(String(position)),
    check: voteIsThereOnce,
  },
  {
    name: 'after the key, before it is on the disk',
    async reach() {
      const moment = await holdStore(page);
      await moment.reached;
      await page.keyboard.press(String(position));
      return moment;
    },
    check: voteIsThereOnce,
  },
  votingStep('on the disk, not sent', 'not sent'),
  votingStep('on its way', 'in flight'),
  votingStep('stored by the server, the answer lost', 'committed'),
  votingStep('answered, not yet taken off the disk', 'answered'),
  {
    name: 'during an undo',
    async reach() {
      await bench.decide(String(position));
      await page.getByText(anna.words('labeling.synced'), { exact: true }).waitFor();
      const moment = await holdRequest({ context: anna.context, page }, /\/retract$/, 'committed');
      await bench.ready();
      await page.keyboard.press('u');
      await moment.reached;
      return moment;
    },
    async check(assignmentId) {
      const { outcomes, standing } = await held(assignmentId);
      expect(outcomes.at(-1)).toBe('retracted');
      expect(outcomes).toHaveLength(2);
      expect([null, 'retracted']).toContain(standing);
    },
  },
  {
    name: 'during a skip',
    async reach() {
      const moment = await holdRequest({ context: anna.context, page }, /\/skip$/, 'committed');
      await bench.skip(1);
      await moment.reached;
      return moment;
    },
    async check(assignmentId) {
      // The pair was judged and taken back by the step before.
      const { state, standing } = await held(assignmentId);
      expect(state).toBe('skipped');
      expect([null, 'retracted']).toContain(standing);
    },
  },
  {
    name: 'while a comment is being written',
    async reach() {
      await page.keyboard.press('c');
      await page.getByLabel(anna.words('labeling.comment')).fill('half a thought');
      return null;
    },
    afterwards: () => page.keyboard.press('Escape'),
    async check(assignmentId) {
      expect((await held(assignmentId)).outcomes).toEqual([]);
      await page.reload();
      await bench.ready();
      expect(await bench.current()).toBe(assignmentId);
    },
  },
];

interface Fault {
  readonly name: string;
  strike(): Promise<void>;
  mend(): Promise<void>;
  readonly killsTab: boolean;
}

let crashes = 0;

const faults: readonly Fault[] = [
  {
    name: 'the network goes',
    strike: () => anna.context.setOffline(true),
    mend: () => anna.context.setOffline(false),
    killsTab: false,
  },
  {
    name: 'the server is killed',
    strike: () => product.killApi(),
    mend: () => product.startApi(),
    killsTab: false,
  },
  { name: 'the tab dies', strike: killTab, mend: () => Promise.resolve(), killsTab: true },
];

/** By turns closed and crashed. */
async function killTab(): Promise<void> {
  crashes += 1;
  if (crashes % 2 === 0) return page.close({ runBeforeUnload: false });
  const devtools = await anna.context.newCDPSession(page);
  const gone = page.waitForEvent('crash');
  // No answer comes from a renderer that is gone.
  devtools.send('Page.crash').catch(() => undefined);
  await gone;
  return page.close();
}

async function reopen(): Promise<void> {
  page = await anna.context.newPage();
  bench = new Workbench({ page, words: anna.words });
  await page.goto(address);
}

describe.each(faults)('$name', (fault) => {
  test.each(steps)('$name', async (step) => {
    const assignmentId = await bench.ready();
    heard = [];
    const moment = await step.reach(assignmentId);
    await fault.strike();
    if (!fault.killsTab) await step.afterwards?.();
    await moment?.letGo();
    await fault.mend();
    if (fault.killsTab) await reopen();
    await bench.ready();
    await expect.poll(() => waitingActions(page), { timeout: 30_000 }).toBe(0);
    await step.check(assignmentId);
    await bench.ready();
  });
});

test('in the end every comparison counts the judgments that stand, and nobody judged a pair twice', async () => {
  const { rows } = await product.database.pool.query(
    `select c.id from comparisons c where c.judged <> (
       select count(*) from assignments a where a.comparison_id = c.id and a.state = 'submitted')`,
  );
  expect(rows).toEqual([]);
  const twice = await product.database.pool.query(
    `select j.assignment_id from judgments j join users u on u.id = j.annotator_id
     where u.email = $1 and j.outcome <> 'retracted' group by j.assignment_id having count(*) > 1`,
    [demoPerson('anna').email],
  );
  expect(twice.rows).toEqual([]);
  expect(anna.faults).toEqual([]);
});
