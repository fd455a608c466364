import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { startTroubledNetwork, type TroubledNetwork } from '@pairwright/testkit/troubled-network';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { submission } from '../chaos/api-annotator.ts';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { closedLoop, type Load, middle, openLoop, type Timed } from './open-loop.ts';

const VOTES = 8_000;
/** As many wait at a time while it is measured what can be had: half of what the API lets in with two connections. */
const AT_A_TIME = 32;
const SECONDS = 4;
/** Where nobody was refused the machine had more to give than it showed: it is measured again. */
const MOST_ROUNDS = 4;

let database: TestDatabase;
/** The database is a few milliseconds away: so it is what limits, and not the machine that this runs on. */
let away: TroubledNetwork;
let dataDir: string;
let campaign: Campaign;
let api: ApiProcess | undefined;
let ready: readonly Ready[];

/** An assignment with whose it is. */
interface Ready {
  readonly id: string;
  readonly token: string;
}

beforeAll(async () => {
  database = await createTestDatabase();
  away = await startTroubledNetwork(Number(new URL(database.url).port));
  dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-twice-'));
  campaign = await createCampaign(database.pool, { comparisons: VOTES, annotators: 20, target: 1 });
  ready = await handOut();
  const url = new URL(database.url);
  url.port = String(away.port);
  api = await startApiProcess({ databaseUrl: url.href, dataDir, env: { DATABASE_POOL_SIZE: '2' } });
  away.weather.latencyMs = 4;
});
afterAll(async () => {
  await api?.stop();
  await away?.close();
  await database?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Gives every comparison to somebody, as claims do one after the other. */
async function handOut(): Promise<Ready[]> {
  const { projectId, annotators } = campaign;
  const { rows } = await database.pool.query<{ id: string; annotator_id: string }>(
    `insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, lease_expires_at)
     select gen_random_uuid(), project_id, id, ($2::uuid[])[1 + rank % cardinality($2::uuid[])], '{0,1}', 'leased', 1, 1, now() + interval '1 hour'
     from comparisons where project_id = $1 returning id, annotator_id`,
    [projectId, annotators.map(({ userId }) => userId)],
  );
  await database.pool.query('update comparisons set leased = 1 where project_id = $1', [projectId]);
  const tokens = new Map(annotators.map(({ userId, token }) => [userId, token]));
  return rows.map(({ id, annotator_id }) => ({ id, token: tokens.get(annotator_id)! }));
}

interface Answer {
  readonly vote: Vote;
  readonly status: number;
  /** Seconds; NaN where nothing is said. */
  readonly retryAfter: number;
}
interface Vote {
  readonly to: Ready;
  readonly body: ReturnType<typeof submission>;
}

const newVote = (): Vote => ({ to: takeNext(), body: submission(1) });

let handedOut = 0;
function takeNext(): Ready {
  const next = ready[handedOut++];
  if (next === undefined)
    throw new Error('There are no assignments left: this machine is faster than was thought of.');
  return next;
}

async function send(vote: Vote): Promise<Answer> {
  const { id, token } = vote.to;
  const address = `/projects/${campaign.projectId}/assignments/${id}/judgment`;
  const answer = await fetch(`${api!.baseUrl}/api/v1${address}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(vote.body),
    signal: AbortSignal.timeout(60_000),
  });
  await answer.arrayBuffer();
  return { vote, status: answer.status, retryAfter: Number(answer.headers.get('retry-after') ?? 'none') };
}

/** How many votes a second can be had. */
const measure = (seconds: number): Promise<Load<Answer>> =>
  closedLoop(() => send(newVote()), { atATime: AT_A_TIME, forMs: seconds * 1_000, most: 600 });

/** Asks for twice as many as can be had. */
const askTwice = (can: number): Promise<Load<Answer>> =>
  openLoop(() => send(newVote()), {
    perSecond: 2 * can,
    count: Math.min(Math.ceil(2 * can * SECONDS), 1_000),
  });

const isTaken = ({ answer: { status } }: Timed<Answer>): boolean => status < 300;
const statuses = (given: readonly Timed<Answer>[]): number[] => [
  ...new Set(given.map(({ answer }) => answer.status)),
];

test(
  'twice the votes that can be had: each is taken or told when to come back, half are not slower by an order of magnitude, none is lost, and all is well right after',
  { timeout: 120_000 },
  async () => {
    const all: Timed<Answer>[] = [...(await measure(1)).answers];
    let can = await measure(SECONDS);
    let twice = await askTwice(can.asked);
    for (let round = 1; twice.answers.every(isTaken) && round < MOST_ROUNDS; round += 1) {
      all.push(...can.answers, ...twice.answers);
      can = await measure(SECONDS);
      twice = await askTwice(can.asked);
    }
    all.push(...can.answers, ...twice.answers);
    expect(statuses(can.answers)).toEqual([200]);
    // It was asked about as fast as it was meant to be, also where the machine is busy.
    expect(twice.asked / can.asked).toBeGreaterThan(1.4);
    const taken = twice.answers.filter(isTaken);
    const refused = twice.answers.filter((one) => !isTaken(one));
    const wrong = refused.filter(
      ({ answer: { status, retryAfter } }) => ![429, 503].includes(status) || !(retryAfter > 0),
    );
    expect(wrong).toEqual([]);
    expect(refused.length).toBeGreaterThan(0);
    const served = taken.length / (twice.answers.length / twice.asked);
    const figures = {
      canPerSecond: can.asked,
      askedPerSecond: twice.asked,
      servedPerSecond: served,
      refused: refused.length / twice.answers.length,
      middleMs: middle(can.answers),
      middleOfTakenMs: middle(taken),
      middleOfRefusedMs: middle(refused),
    };
    console.log(JSON.stringify(figures));
    // What can be done is done still, and in good time.
    expect(served / can.asked).toBeGreaterThan(0.5);
    expect(figures.middleOfTakenMs / figures.middleMs).toBeLessThan(10);
    expect(figures.middleOfRefusedMs / figures.middleOfTakenMs).toBeLessThan(1);

    // Right after, who was refused is taken the first time they come again.
    const [first, ...others] = refused.map(({ answer }) => answer.vote);
    expect((await send(first!)).status).toBe(200);
    const again = await closedLoop((nth) => send(others[nth]!), {
      atATime: AT_A_TIME / 2,
      forMs: 60_000,
      most: others.length,
    });
    expect(again.answers).toHaveLength(others.length);
    expect(statuses(again.answers)).toEqual([200]);

    // Every vote that was acknowledged is stored, once: by now all are.
    const ids = all.map(({ answer }) => answer.vote.body.id);
    const { rows } = await database.pool.query<{ id: string; judged: number }>(
      `select j.id, c.judged from judgments j join comparisons c on c.id = j.comparison_id where j.project_id = $1`,
      [campaign.projectId],
    );
    expect(rows).toHaveLength(ids.length);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(ids));
    expect(rows.filter(({ judged }) => judged !== 1)).toEqual([]);
  },
);
