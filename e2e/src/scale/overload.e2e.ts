import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { submission } from '../chaos/api-annotator.ts';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { freePort } from '../support/free-port.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';

const ANNOTATORS = 300;
const VOTES_EACH = 3;
const DEADLINE_MS = 150_000;

let database: TestDatabase;
let dataDir: string;
let campaign: Campaign;
let api: ApiProcess | undefined;
let watched: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-overload-'));
  campaign = await createCampaign(database.pool, {
    comparisons: 1_200,
    annotators: ANNOTATORS,
    target: 3,
  });
  const metricsPort = String(await freePort());
  // Two connections serve a few dozen at a time; three hundred come at once.
  api = await startApiProcess({
    databaseUrl: database.url,
    dataDir,
    env: { DATABASE_POOL_SIZE: '2', METRICS_PORT: metricsPort },
  });
  watched = `http://127.0.0.1:${metricsPort}`;
});
afterAll(async () => {
  await api?.stop();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Seen {
  readonly statuses: Map<number, number>;
  /** What no answer may be, with its words. */
  readonly wrong: string[];
}

/** Sends one request again and again until it is taken, waiting as long as it is told to. */
async function untilTaken(seen: Seen, token: string, [address, body]: [string, object]): Promise<unknown> {
  const giveUp = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await fetch(`${api!.baseUrl}/api/v1${address}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    seen.statuses.set(answer.status, (seen.statuses.get(answer.status) ?? 0) + 1);
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text);
    const retryAfter = Number(answer.headers.get('retry-after') ?? 'none');
    const isLater = answer.status === 503 || answer.status === 429;
    if (!isLater || !(retryAfter > 0) || Date.now() > giveUp) {
      seen.wrong.push(`${answer.status}, Retry-After ${retryAfter}: ${text}`);
      throw new Error(`${address} was never taken: ${seen.wrong.at(-1)}`);
    }
    await delay(retryAfter * 1_000 * (1 + Math.random() / 2));
  }
}

async function annotate(seen: Seen, token: string): Promise<string[]> {
  const project = `/projects/${campaign.projectId}`;
  const ids: string[] = [];
  // A claim steps over rows that somebody else has locked, and gives fewer then.
  while (ids.length < VOTES_EACH) {
    const count = VOTES_EACH - ids.length;
    const claim = await untilTaken(seen, token, [`${project}/assignments/claim`, { count }]);
    for (const { id } of (claim as { items: { id: string }[] }).items) {
      const judgment = submission(1 + (ids.length % 7));
      await untilTaken(seen, token, [`${project}/assignments/${id}/judgment`, judgment]);
      ids.push(judgment.id);
    }
  }
  return ids;
}

/** Asks the ports that machines watch until told to stop; gives what was not answered with 200. */
async function watch(isOver: () => boolean): Promise<{ asked: number; bad: string[] }> {
  const bad: string[] = [];
  let asked = 0;
  while (!isOver()) {
    for (const url of [`${api!.baseUrl}/health/live`, `${watched}/health/live`, `${watched}/metrics`]) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) });
      await answer.arrayBuffer();
      asked += 1;
      if (answer.status !== 200) bad.push(`${url}: ${answer.status}`);
    }
    await delay(50);
  }
  return { asked, bad };
}

test(
  `${ANNOTATORS} annotators at once on two connections: each request is taken or told when to come back, nothing is lost, and all is well right after`,
  { timeout: DEADLINE_MS + 60_000 },
  async () => {
    const seen: Seen = { statuses: new Map(), wrong: [] };
    let over = false;
    const watching = watch(() => over);
    const votes = await Promise.all(campaign.annotators.map(({ token }) => annotate(seen, token))).finally(
      () => (over = true),
    );
    expect(seen.wrong).toEqual([]);
    expect([...seen.statuses.keys()].filter((status) => ![200, 201, 429, 503].includes(status))).toEqual([]);
    expect(seen.statuses.get(503), 'more came than could be done').toBeGreaterThan(0);
    const { asked, bad } = await watching;
    expect(asked).toBeGreaterThan(0);
    expect(bad).toEqual([]);

    // Right after, everything is taken the first time.
    const after: Seen = { statuses: new Map(), wrong: [] };
    for (const { token } of campaign.annotators.slice(0, 20)) await annotate(after, token);
    expect(after.statuses.get(503)).toBeUndefined();

    // Every vote that was acknowledged is stored, once.
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from judgments where id = any($1::uuid[])',
      [votes.flat()],
    );
    expect(votes.flat()).toHaveLength(ANNOTATORS * VOTES_EACH);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(votes.flat()));
    const numbers = await (await fetch(`${watched}/metrics`)).text();
    expect(numbers).toMatch(/pairwright_http_overload_refusals_total\{reason="in_flight"[^}]*\} [1-9]/);
  },
);
