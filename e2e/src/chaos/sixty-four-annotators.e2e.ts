import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput } from '@pairwright/contract/client';
import type { Receipt } from '@pairwright/contract/annotate';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { ApiAnnotator, submission } from './api-annotator.ts';

const ANNOTATORS = 64;
const COMPARISONS = 2_000;
const TARGET = 3;
const WANTED = COMPARISONS * TARGET;
const KILLS = 8;
const DEADLINE_MS = 180_000;

interface Acknowledged {
  readonly annotatorId: string;
  readonly assignmentId: string;
  readonly position: number;
  readonly receipt: Receipt;
}

let database: TestDatabase;
let dataDir: string;
let campaign: Campaign;
const apis: ApiProcess[] = [];
/** What clients were told, by judgment id; the checker compares it with the database. */
const acknowledged = new Map<string, Acknowledged>();
const events = new EventEmitter().setMaxListeners(0);
let doubled = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-e2e-'));
  campaign = await createCampaign(database.pool, {
    comparisons: COMPARISONS,
    annotators: ANNOTATORS,
    target: TARGET,
  });
  apis.push(await startApi(), await startApi());
});
afterAll(async () => {
  await Promise.all(apis.map((api) => api.stop()));
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

const startApi = (): Promise<ApiProcess> => startApiProcess({ databaseUrl: database.url, dataDir });

/** Votes as long as there is something to vote on. */
class Annotator extends ApiAnnotator {
  async work(): Promise<void> {
    const giveUp = Date.now() + DEADLINE_MS;
    while (acknowledged.size < WANTED) {
      if (Date.now() > giveUp)
        throw new Error(`${acknowledged.size} of ${WANTED} judgments were there at the deadline.`);
      const { items } = await this.untilAnswered((client) =>
        client.call('claimAssignments', { params: { projectId: campaign.projectId }, body: { count: 5 } }),
      );
      // Nothing for me now: others hold the last places, or a claim stepped over rows that another one had locked.
      if (items.length === 0)
        await Promise.race([new Promise((resolve) => events.once('acknowledged', resolve)), delay(100)]);
      for (const item of items) await this.#vote(item.id);
    }
  }

  async #vote(assignmentId: string): Promise<void> {
    const position = randomInt(1, 8);
    const body = submission(position);
    const input: CallInput<'submitJudgment'> = {
      params: { projectId: campaign.projectId, assignmentId },
      body,
    };
    const receipt = await this.untilAnswered((client) => client.call('submitJudgment', input));
    acknowledged.set(body.id, { annotatorId: this.userId, assignmentId, position, receipt });
    events.emit('acknowledged');
    if (randomInt(20) === 0) {
      doubled += 1;
      expect(await this.untilAnswered((client) => client.call('submitJudgment', input))).toEqual(receipt);
    }
  }
}

/** Takes one of the two processes down at random moments, and brings it back, while the other one serves. */
async function killAtRandom(): Promise<number> {
  const step = WANTED / (KILLS + 1);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const moment = Math.floor(step * kill - randomInt(Math.floor(step / 2)));
    while (acknowledged.size < moment) await new Promise((resolve) => events.once('acknowledged', resolve));
    // Within the few milliseconds a vote takes, so that it strikes at any point of one.
    await delay(randomInt(20));
    const victim = randomInt(2);
    await apis[victim]!.kill();
    apis[victim] = await startApi();
  }
  return KILLS;
}

interface StoredJudgment {
  id: string;
  assignment_id: string;
  annotator_id: string;
  position: number;
  created_at: string;
  state: string;
  head: string;
}

test(`${ANNOTATORS} annotators finish ${COMPARISONS} comparisons x ${TARGET} while API processes are killed`, async () => {
  const people = campaign.annotators.map(
    (who, first) => new Annotator(who, { apis, patienceMs: DEADLINE_MS, first }),
  );
  const [kills] = await Promise.all([killAtRandom(), ...people.map((person) => person.work())]);
  expect(kills).toBe(KILLS);
  expect(people.reduce((sum, { askedAgain }) => sum + askedAgain, 0)).toBeGreaterThan(0);
  expect(doubled).toBeGreaterThan(0);

  // Every acknowledged judgment is stored once, as it was sent, and nothing else is.
  const { rows: stored } = await database.pool.query<StoredJudgment>(
    `select j.id, j.assignment_id, j.annotator_id, j.position, j.created_at, a.state, a.judgment_id as head
     from judgments j join assignments a on a.id = j.assignment_id where j.project_id = $1`,
    [campaign.projectId],
  );
  expect(stored).toHaveLength(WANTED);
  for (const row of stored) {
    const told = acknowledged.get(row.id);
    expect(told, `judgment ${row.id} was never acknowledged`).toBeDefined();
    expect(row).toEqual({
      id: row.id,
      assignment_id: told!.assignmentId,
      annotator_id: told!.annotatorId,
      position: told!.position,
      created_at: told!.receipt.createdAt,
      state: 'submitted',
      head: row.id,
    });
    expect(told!.receipt).toMatchObject({ judgmentId: row.id, status: 'counted' });
  }
  expect(acknowledged.size).toBe(WANTED);

  // Every comparison has exactly its judgments, each of another person, and counters that say so.
  const { rows: comparisons } = await database.pool.query(
    `select count(*)::int as comparisons, sum(c.judged)::int as judged, sum(c.leased)::int as leased, sum(c.issued)::int as issued,
       min(found.judgments)::int as least, max(found.judgments)::int as most, min(found.people)::int as people, sum(found.assignments)::int as assignments
     from comparisons c cross join lateral (
       select count(*) as judgments, count(distinct j.annotator_id) as people,
         (select count(*) from assignments a where a.comparison_id = c.id) as assignments
       from judgments j where j.comparison_id = c.id and not j.surplus
     ) found where c.project_id = $1`,
    [campaign.projectId],
  );
  expect(comparisons).toEqual([
    {
      comparisons: COMPARISONS,
      judged: WANTED,
      leased: 0,
      issued: WANTED,
      least: TARGET,
      most: TARGET,
      people: TARGET,
      assignments: WANTED,
    },
  ]);
});
