import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { ApiAnnotator } from './api-annotator.ts';
import { BusyAnnotator } from './busy-annotator.ts';
import { faultsOf } from './checker.ts';
import { Dice, sayChaosSeed } from './dice.ts';
import { newHistory } from './history.ts';
import { retarget, type Scene, type TroubleName, troubles } from './troubles.ts';

/** `npm run chaos` is the long form. */
const long = process.env['PAIRWRIGHT_CHAOS'] === 'long';
const size = long
  ? { annotators: 200, comparisons: 4_000, apis: 4, rounds: 12, deadlineMs: 1_500_000 }
  : { annotators: 40, comparisons: 300, apis: 3, rounds: 3, deadlineMs: 300_000 };
const TARGET = 3;
/** One round of what goes wrong; each comes once more than a round is over. */
const round: readonly TroubleName[] = ['kill', 'expire', 'raise', 'pause', 'kill', 'lower', 'expire'];

let database: TestDatabase;
let dataDir: string;
let campaign: Campaign;
let client: (Scene['sql'] & { release(): void }) | undefined;
const apis: ApiProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-chaos-'));
  campaign = await createCampaign(database.pool, { ...size, target: TARGET });
  for (let index = 0; index < size.apis; index += 1) apis.push(await startApi(0));
});
afterAll(async () => {
  client?.release();
  await Promise.all(apis.map((api) => api.stop()));
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

function startApi(clockSkewMs: number): Promise<ApiProcess> {
  return startApiProcess({ databaseUrl: database.url, dataDir, clockSkewMs });
}

/** Whether nothing is left to judge. */
async function isFinished({ sql }: Scene): Promise<boolean> {
  const { rows } = await sql.query<{ open: boolean }>(
    `select exists (select from comparisons where project_id = $1 and judged < target_judgments) as open`,
    [campaign.projectId],
  );
  return rows[0]?.open === false;
}

test(
  `${size.annotators} annotators, ${size.apis} API processes: kills, wrong clocks, expired leases, pauses and new targets lose and double nothing`,
  // What fails here once is a fault.
  { retry: 0, timeout: size.deadlineMs + 60_000 },
  async () => {
    const { projectId } = campaign;
    const seed = sayChaosSeed();
    const history = newHistory(TARGET);
    const answers = new EventEmitter().setMaxListeners(0);
    let [done, finished] = [false, false];
    const giveUp = Date.now() + size.deadlineMs;
    const how = { apis, patienceMs: size.deadlineMs };
    const people = campaign.annotators.map(
      (who, first) => new BusyAnnotator(who, { ...how, first, dice: new Dice(seed, `annotator ${first}`) }),
    );
    client = await database.pool.connect();
    const scene: Scene = {
      sql: client,
      projectId,
      admin: new ApiAnnotator(campaign.admin, { ...how, first: 0 }),
      apis,
      history,
      dice: new Dice(seed, 'troubles'),
      ended: 0,
      startApi,
    };
    const place = {
      projectId,
      kind: campaign.kind,
      history,
      isDone: () => done,
      onAnswer: () => void answers.emit('answer'),
    };
    const troubled = (async () => {
      const plan = Array.from({ length: size.rounds }, () => round).flat();
      const step = Math.floor((size.comparisons * 2) / plan.length);
      for (const [index, name] of plan.entries()) {
        while (history.acknowledged.size < index * step && Date.now() < giveUp)
          await Promise.race([once(answers, 'answer'), delay(500)]);
        await troubles[name](scene);
      }
      await retarget(scene, TARGET);
      // Whoever walked away comes back no more: their leases end, and others take over.
      while (!(finished = await isFinished(scene)) && Date.now() < giveUp) {
        await delay(200);
        await troubles.expire(scene);
      }
      done = true;
    })();
    await Promise.all([troubled, ...people.map((person) => person.work(place))]);
    expect(finished, 'all comparisons have their judgments in time').toBe(true);

    expect(await faultsOf(database.pool, projectId, history)).toEqual([]);
    // It was not quiet: everything that was to happen did.
    expect(people.reduce((sum, { askedAgain }) => sum + askedAgain, 0)).toBeGreaterThan(0);
    const { rows } = await database.pool.query<{ state: string }>(
      'select distinct state from assignments where project_id = $1',
      [projectId],
    );
    expect(rows.map(({ state }) => state)).toEqual(expect.arrayContaining(['submitted', 'skipped']));
    // Whoever comes back late votes after all: that one stands there as expired at the end is not certain.
    expect(scene.ended).toBeGreaterThan(0);
    expect(history.targets.map(({ target }) => target)).toEqual(expect.arrayContaining([2, 3, 4]));
  },
);
