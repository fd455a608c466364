import net from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { apiLimits } from './limits.ts';
import { createTestApp, type Person, type TestApp } from './test-app.ts';

let kit: TestApp;
let port: number;
let projectId: string;
let annotator: Person;
let admin: Person;

beforeAll(async () => {
  kit = await createTestApp({}, undefined, {
    limits: {
      ...apiLimits,
      headersMs: 300,
      jsonBodyMs: 300,
      lookOverMs: 50,
      waitingPerDatabaseConnection: 1,
      inFlight: 12,
    },
  });
  port = Number(new URL(await kit.app.listen({ host: '127.0.0.1', port: 0 })).port);
  ({ projectId } = await createProject(kit.database, { comparisons: 2 }));
  annotator = await kit.addMember(projectId, 'annotator');
  admin = await kit.addMember(projectId, 'admin');
});
afterAll(() => kit.close());

/** Holds all connections to the database until the function it gives is called. */
async function holdDatabase(): Promise<() => void> {
  const { pool } = kit.database;
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  return () => held.forEach((client) => client.release());
}

it('refuses what would wait too long for the database with the seconds to wait, and takes everything right after', async () => {
  const release = await holdDatabase();
  const claim = () => kit.call(annotator, 'POST', `/projects/${projectId}/assignments/claim`, { count: 1 });
  const { max } = kit.database.pool.options;
  const waiting = Array.from({ length: max }, claim);
  await expect.poll(() => kit.database.pool.waitingCount).toBe(max);
  const refused = await claim();
  expect(refused.statusCode).toBe(503);
  expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.json()).toMatchObject({ code: 'overloaded', type: '/docs/errors/overloaded' });
  // Whoever asks whether this process lives and can work is not refused, and waits for nobody.
  expect((await kit.app.inject('/health/live')).statusCode).toBe(200);
  expect((await kit.app.inject('/health/ready')).statusCode).toBe(200);
  release();
  expect((await Promise.all(waiting)).map(({ statusCode }) => statusCode)).toEqual(waiting.map(() => 200));
  expect((await claim()).statusCode).toBe(200);
});

it('refuses the reads of others before the work of annotators', async () => {
  const release = await holdDatabase();
  const { max } = kit.database.pool.options;
  const work = () => kit.call(annotator, 'POST', `/projects/${projectId}/assignments/claim`, { count: 1 });
  const waiting = Array.from({ length: max / 2 }, work);
  await expect.poll(() => kit.database.pool.waitingCount).toBe(max / 2);
  expect((await kit.call(admin, 'GET', `/projects/${projectId}`)).json()).toMatchObject({
    code: 'overloaded',
  });
  waiting.push(work());
  await expect.poll(() => kit.database.pool.waitingCount).toBe(max / 2 + 1);
  release();
  for (const answer of await Promise.all(waiting)) expect(answer.statusCode).toBe(200);
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

it('tells the log now and then, and not for each refusal', () => {
  const said = kit.logLines.filter((line) => line.includes('requests are refused'));
  expect(said.length).toBe(1);
  expect(said[0]).toContain('database_queue');
});
