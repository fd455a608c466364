import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetVersion, ExportJob } from '@pairwright/contract/datasets';
import type { ImportJob } from '@pairwright/contract/imports';
import { BusyAnnotator } from '../chaos/busy-annotator.ts';
import { faultsOf } from '../chaos/checker.ts';
import { newHistory } from '../chaos/history.ts';
import { type Campaign, createCampaign } from '../support/many-annotators.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { beginSession, eventsOf, postAsBrowser, type SignedIn } from './signed-in.ts';

const APIS = 3;
const WORKERS = 2;
const TARGET = 3;
const ROWS = 40;
const DEADLINE_MS = 200_000;
const owner = { email: 'olga@example.org', name: 'Olga', password: 'a long enough secret' };

let cluster: Cluster;
let campaign: Campaign;
let olga: SignedIn;

beforeAll(async () => {
  cluster = await startCluster({ apis: APIS, workers: WORKERS });
  campaign = await createCampaign(cluster.database.pool, { comparisons: 80, annotators: 12, target: TARGET });
  olga = await beginSession(cluster.proxy.baseUrl, '/setup', owner);
});
afterAll(() => cluster?.stop());

const params = (): { projectId: string } => ({ projectId: campaign.projectId });
const everyApi = <T>(ask: (baseUrl: string) => Promise<T>): Promise<T[]> =>
  Promise.all(cluster.apis.map(({ baseUrl }) => ask(baseUrl)));

test('a session begun at one process is known to all, and over for all at once', async () => {
  const other = await beginSession(cluster.proxy.baseUrl, '/session', {
    email: owner.email,
    password: owner.password,
  });
  const askMe = (baseUrl: string): Promise<number> =>
    fetch(`${baseUrl}/api/v1/me`, { headers: { cookie: other.cookie } }).then(({ status }) => status);
  expect(await everyApi(askMe)).toEqual([200, 200, 200]);
  await olga.client.call('endMyOtherSessions', {});
  expect(await everyApi(askMe)).toEqual([401, 401, 401]);
});

test('an invitation for one is used once, though three processes are asked at the same time', async () => {
  const { token } = await olga.client.call('createInvite', {
    params: params(),
    body: { role: 'annotator', maxUses: 1 },
  });
  const join = (baseUrl: string): Promise<number> =>
    postAsBrowser(baseUrl, {
      path: '/invitations/register',
      origin: cluster.proxy.baseUrl,
      body: {
        token,
        email: `${new URL(baseUrl).port}@example.org`,
        name: 'New',
        password: 'another long secret',
        locale: 'en',
      },
    }).then(({ status }) => status);
  expect((await everyApi(join)).toSorted()).toEqual([201, 410, 410]);
});

test('wrong passwords are counted over all processes together', async () => {
  const email = 'nobody@example.org';
  const attempt = (baseUrl: string): Promise<Response> =>
    postAsBrowser(baseUrl, {
      path: '/session',
      origin: cluster.proxy.baseUrl,
      body: { email, password: 'wrong enough' },
    });
  const statuses: number[] = [];
  for (let index = 0; index < 10; index += 1) statuses.push((await attempt(cluster.proxy.baseUrl)).status);
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
  for (const answer of await everyApi(attempt)) {
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

test('a file sent in parts to different processes is put together, imported by a worker, and told to whoever watches anywhere', async () => {
  const file = Buffer.from(
    Array.from({ length: ROWS }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''),
  );
  let upload = await olga.client.call('beginUpload', {
    params: params(),
    body: { filename: 'rows.jsonl', sizeBytes: file.length },
  });
  const of = { ...params(), importId: upload.importId };
  const partBytes = Math.ceil(file.length / 5);
  while (upload.receivedBytes < file.length) {
    const { receivedBytes: offset } = upload;
    const rawBody = file.subarray(offset, offset + partBytes);
    const headers = { 'content-type': 'application/octet-stream' };
    upload = await olga.client.call('putUploadPart', { params: of, query: { offset } }, { rawBody, headers });
  }
  await olga.client.call('finishUpload', { params: of, body: { sha256: sha256(file) } });
  await olga.client.call('runImport', { params: of, body: { pairing: { plan: 'all_pairs' } } });
  const watched = await Promise.all(
    cluster.apis.map(async () => eventsOf(await olga.client.open('watchImport', { params: of }))),
  );
  for (const { values, ended } of watched) {
    expect(ended).toBe(true);
    expect(values.at(-1) as ImportJob).toMatchObject({ state: 'succeeded', comparisonsAdded: ROWS });
  }
});

test(
  'twelve annotators over all processes judge everything exactly, though one of each kind dies and is replaced',
  { retry: 0, timeout: DEADLINE_MS + 60_000 },
  async () => {
    const { database, proxy } = cluster;
    const history = newHistory(TARGET);
    const answers = new EventEmitter().setMaxListeners(0);
    const giveUp = Date.now() + DEADLINE_MS;
    let [done, finished] = [false, false];
    const place = {
      ...params(),
      kind: campaign.kind,
      history,
      isDone: () => done || Date.now() > giveUp,
      onAnswer: () => void answers.emit('answer'),
    };
    const people = campaign.annotators.map(
      (who) => new BusyAnnotator(who, { apis: [proxy], patienceMs: DEADLINE_MS, first: 0 }),
    );
    const troubled = (async () => {
      const after = async (judgments: number): Promise<void> => {
        while (history.acknowledged.size < judgments && Date.now() < giveUp)
          await Promise.race([once(answers, 'answer'), delay(200)]);
      };
      await after(60);
      await Promise.all([cluster.replaceApi(1), cluster.replaceWorker(0)]);
      await after(200);
      while (!(finished = await isFinished()) && Date.now() < giveUp) {
        // Whoever walked away comes back no more; the workers give their leases to others.
        await database.pool.query(
          `update assignments set lease_expires_at = clock_timestamp() - interval '1 second'
           where project_id = $1 and state = 'leased' and abs(hashtext(id::text || $2)) % 2 = 0`,
          [campaign.projectId, String(Math.random())],
        );
        await Promise.race([once(answers, 'answer'), delay(500)]);
      }
      done = true;
    })();
    await Promise.all([troubled, ...people.map((person) => person.work(place))]);
    expect(finished, 'everything was judged in time').toBe(true);
    expect(await faultsOf(database.pool, campaign.projectId, history)).toEqual([]);
    // All of them take part, the new one too, however long it took to start.
    const { token } = campaign.annotators[0]!;
    for (const { baseUrl } of cluster.apis)
      await expect
        .poll(async () => {
          const me = await fetch(`${proxy.baseUrl}/api/v1/me`, {
            headers: { authorization: `Bearer ${token}` },
          });
          expect(me.status).toBe(200);
          return proxy.taken.get(baseUrl) ?? 0;
        })
        .toBeGreaterThan(20);
  },
);

test('a version is frozen and exported once, whoever is asked, and comes from every process with the same bytes', async () => {
  const { client } = olga;
  const dataset = await client.call('createDataset', { params: params(), body: { name: 'All', recipe: {} } });
  const version = await client.call('freezeDataset', { params: { ...params(), datasetId: dataset.id } });
  const of = { ...params(), versionId: version.id };
  const frozen = await eventsOf(await client.open('watchVersion', { params: of }));
  expect(frozen.ended).toBe(true);
  expect(frozen.values.at(-1) as DatasetVersion).toMatchObject({ state: 'ready', comparisons: 80 + ROWS });
  const asked = await Promise.all(
    cluster.apis.map(() => client.call('startExport', { params: of, body: { format: 'trl-explicit' } })),
  );
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  await eventsOf(await client.open('watchVersion', { params: of }));
  const exportId = asked[0]!.id;
  const job: ExportJob = await client.call('getExport', { params: { ...params(), exportId } });
  expect(job.state).toBe('ready');
  for (const { name, sha256: sum } of job.files!) {
    const path = `/api/v1/projects/${campaign.projectId}/exports/${exportId}/files/${name}`;
    const bytes = await everyApi(async (baseUrl) =>
      Buffer.from(await (await fetch(baseUrl + path, { headers: { cookie: olga.cookie } })).arrayBuffer()),
    );
    expect(bytes.map(sha256)).toEqual([sum, sum, sum]);
  }
  // In the bucket that all share, and not in the folder of one of them.
  const stored = await readdir(cluster.bucketFolder, { recursive: true });
  expect(stored.some((name) => name.includes(job.files![0]!.name))).toBe(true);
});

async function isFinished(): Promise<boolean> {
  const { rows } = await cluster.database.pool.query<{ open: boolean }>(
    `select exists (select from comparisons where project_id = $1 and judged < target_judgments) as open`,
    [campaign.projectId],
  );
  return rows[0]?.open === false;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function row(index: number): object {
  return {
    prompt_id: `q-${index}`,
    messages: [{ role: 'user', content: `Question ${index}? 问题` }],
    responses: [
      { model: 'm-1', content: `First answer to ${index}` },
      { model: 'm-2', content: `Second answer to ${index}` },
    ],
  };
}
