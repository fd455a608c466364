import net from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { timeLimits } from '@pairwright/db/time-limits';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { apiLimits } from './limits.ts';
import { createTestApp, type Person, type TestApp } from './test-app.ts';

let kit: TestApp;
let port: number;
let projectId: string;
let annotator: Person;
let admin: Person;

beforeAll(async () => {
  kit = await createTestApp({}, undefined, {
    // Held on purpose below, on a machine that may be busy.
    database: await createTestDatabase({ limits: { ...timeLimits.request, acquireMs: 60_000 } }),
    limits: {
      ...apiLimits,
      headersMs: 300,
      jsonBodyMs: 300,
      lookOverMs: 50,
      waitingPerDatabaseConnection: 2,
      inFlightPerDatabaseConnection: 1,
      shareOfOthers: 0.5,
    },
  });
  port = Number(new URL(await kit.app.listen({ host: '127.0.0.1', port: 0 })).port);
  ({ projectId } = await createProject(kit.database, { comparisons: 2 }));
  annotator = await kit.addMember(projectId, 'annotator');
  admin = await kit.addMember(projectId, 'admin');
});
afterAll(() => kit.close());

const held: { release(): void }[] = [];
/** Takes all connections to the database away until `giveBack`. */
async function takeDatabase(): Promise<void> {
  held.push(...(await Promise.all(Array.from({ length: connections() }, () => kit.database.pool.connect()))));
}
function giveBack(): void {
  for (const client of held.splice(0)) client.release();
}
afterEach(giveBack);

const connections = (): number => kit.database.pool.options.max;
// Awaited inside, so that requests come in the order in which they are made.
const claim = async () =>
  await kit.call(annotator, 'POST', `/projects/${projectId}/assignments/claim`, { count: 1 });
const look = async () => await kit.call(admin, 'GET', `/projects/${projectId}`);
const statusesOf = async (answers: readonly ReturnType<typeof claim>[]): Promise<number[]> =>
  (await Promise.all(answers)).map(({ statusCode }) => statusCode);

it('refuses what it cannot do in time with the seconds to wait, and takes everything right after', async () => {
  await takeDatabase();
  const waiting = Array.from({ length: connections() }, claim);
  const refused = await claim();
  expect(refused.statusCode).toBe(503);
  expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.json()).toMatchObject({ code: 'overloaded', type: '/docs/errors/overloaded' });
  // Whoever asks whether this process lives and can work is not refused, and waits for nobody.
  expect((await kit.app.inject('/health/live')).statusCode).toBe(200);
  await expect.poll(async () => (await kit.app.inject('/health/ready')).statusCode).toBe(200);
  giveBack();
  expect(await statusesOf(waiting)).toEqual(waiting.map(() => 200));
  expect((await claim()).statusCode).toBe(200);
});

it('refuses the reads of others before the work of annotators', async () => {
  await takeDatabase();
  const waiting = Array.from({ length: connections() / 2 }, claim);
  expect((await look()).json()).toMatchObject({ code: 'overloaded' });
  waiting.push(claim());
  giveBack();
  expect(await statusesOf(waiting)).toEqual(waiting.map(() => 200));
  expect((await look()).statusCode).toBe(200);
});

it('refuses while too much waits for the database, whatever it is', async () => {
  await takeDatabase();
  const { pool } = kit.database;
  const others = Array.from({ length: connections() * 2 }, () => pool.connect());
  const released = Promise.all(others.map(async (other) => (await other).release()));
  expect(pool.waitingCount).toBe(connections() * 2);
  expect((await claim()).json()).toMatchObject({ code: 'overloaded' });
  giveBack();
  await released;
  expect((await claim()).statusCode).toBe(200);
});

it('says "later" when a lock or a statement takes too long, and changes nothing', async () => {
  const holder = await kit.database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from projects where id = $1 for update', [projectId]);
    // Every connection that is used for the change gives up soon.
    const others = await Promise.all(
      Array.from({ length: kit.database.pool.options.max - 1 }, () => kit.database.pool.connect()),
    );
    for (const client of others) await client.query(`set lock_timeout = '50ms'`);
    others.forEach((client) => client.release());
    const answer = await kit.call(admin, 'PATCH', `/projects/${projectId}`, { name: 'Another' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'overloaded' });
    expect(answer.headers['retry-after']).toBeDefined();
  } finally {
    await holder.query('rollback');
    holder.release(true);
  }
  expect((await kit.call(admin, 'GET', `/projects/${projectId}`)).json()).not.toMatchObject({
    name: 'Another',
  });
});

/** What a client gets that sends this and then nothing more, or a byte now and then. */
async function slowly(start: string, drip: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  let got = '';
  socket.on('data', (bytes) => (got += bytes.toString()));
  socket.on('error', () => undefined);
  socket.write(start);
  const timer = setInterval(() => socket.write(drip), 40);
  await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  clearInterval(timer);
  return got;
}

it('cuts off who sends headers without end', async () => {
  expect(await slowly('GET /health/live HTTP/1.1\r\nhost: localhost\r\n', 'x-a: b\r\n')).toMatch(
    /^(HTTP\/1.1 408 |$)/,
  );
});

it('cuts off who drips a body, without calling it wrong', async () => {
  const head = `POST /api/v1/session HTTP/1.1\r\nhost: localhost:80\r\norigin: http://localhost:80\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n`;
  expect(await slowly(head, ' ')).toBe('');
});

it('tells the log now and then, and not for each refusal', async () => {
  await takeDatabase();
  const waiting = Array.from({ length: connections() }, claim);
  const refused = await Promise.all(Array.from({ length: 50 }, claim));
  giveBack();
  await Promise.all(waiting);
  expect(refused.map(({ statusCode }) => statusCode)).toEqual(refused.map(() => 503));
  const said = kit.logLines.filter((line) => line.includes('requests are refused'));
  expect(said.length).toBeGreaterThan(0);
  expect(said.length).toBeLessThan(10);
  expect(said[0]).toContain('in_flight');
  expect(
    kit.logLines.filter((line) => line.includes('request failed') && !line.includes('lock timeout')),
  ).toEqual([]);
});
