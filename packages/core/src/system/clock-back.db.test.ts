import { absentQueue } from '@pairwright/queue/absent-queue';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { createProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { accountLimit, countAttempt } from '../auth/throttle.service.ts';
import { mendLeases, sweepExpiredLeases } from '../leases/leases.service.ts';
import { reconcileJobs } from './reconcile-jobs.service.ts';
import { beatHeart } from './worker-heartbeat.queries.ts';
import { listWorkers, readWorkers } from './workers.queries.ts';

// The clock of the database goes back by two days: seen from then on, everything that was written before is of two days later.

const database = await createTestDatabase();
const { db } = database;
afterAll(() => database.close());

const later = (column: string) => sql.raw(`${column} = ${column} + interval '2 days'`);

it('nobody holds a comparison until the clock is there again; a lease that was given in time stays as it is', async () => {
  const { projectId, annotators } = await createProject(database, {
    comparisons: 4,
    target: 1,
    annotators: 2,
  });
  const [first, second] = annotators;
  const before = await claimAssignments(first!, { count: 2 });
  await sql`update assignments set ${later('created_at')}, ${later('lease_expires_at')} where project_id = ${projectId}`.execute(
    db,
  );
  const since = await claimAssignments(second!, { count: 1 });
  expect(await mendLeases({ db: database })).toBe(2);
  expect(await mendLeases({ db: database })).toBe(0);
  const { rows } = await sql<{ id: string; minutes: number }>`
    select id, ceil(extract(epoch from lease_expires_at - now()) / 60)::int as minutes from assignments where project_id = ${projectId}`.execute(
    db,
  );
  const ids = [...before.items, ...since.items].map(({ id }) => id);
  expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
  for (const { minutes } of rows) expect(minutes).toBeLessThanOrEqual(30);
  await sql`update assignments set lease_expires_at = now() where id = any(${before.items.map(({ id }) => id)}::uuid[])`.execute(
    db,
  );
  expect(await sweepExpiredLeases({ db: database })).toBe(2);
});

it('nobody is kept from signing in until the clock is there again', async () => {
  const limit = accountLimit('ada@example.org');
  const tooMany = { code: 'too_many_requests' };
  const guess = () => countAttempt(db, [limit]);
  for (let attempts = 0; attempts < limit.max; attempts += 1) await guess();
  await expect(guess()).rejects.toMatchObject(tooMany);
  await sql`update throttles set ${later('window_ends_at')}`.execute(db);
  await guess();
  for (let attempts = 1; attempts < limit.max; attempts += 1) await guess();
  await expect(guess()).rejects.toMatchObject(tooMany);
});

it('of attempts at once, one that began before the one that is counted from does not count anew', async () => {
  const limit = accountLimit('grace@example.org');
  const tooMany = { code: 'too_many_requests' };
  for (let attempts = 0; attempts < limit.max; attempts += 1) await countAttempt(db, [limit]);
  await sql`update throttles set window_ends_at = now() + interval '15 minutes 20 seconds' where key = ${limit.key}`.execute(
    db,
  );
  await expect(countAttempt(db, [limit])).rejects.toMatchObject(tooMany);
});

it('a worker that died before is not taken for one that lives', async () => {
  await beatHeart(db, 'dead', { host: 'one' });
  expect(await readWorkers(db)).toMatchObject({ alive: 1 });
  await sql`update worker_heartbeats set ${later('seen_at')}`.execute(db);
  expect(await readWorkers(db)).toEqual({ alive: 0, lastSeenSecondsAgo: 0 });
  expect(await listWorkers(db)).toMatchObject([{ host: 'one', alive: false }]);
  await beatHeart(db, 'living', { host: 'two' });
  expect(await readWorkers(db)).toMatchObject({ alive: 1 });
});

it('work that nobody goes on with is put back', async () => {
  const { projectId, annotators } = await createProject(database, { comparisons: 1 });
  await sql`insert into statistics (id, project_id, kind, options, options_key, state, created_by, heartbeat_at)
    values (gen_random_uuid(), ${projectId}, 'overview', '{}', '{}', 'running', ${annotators[0]!.actor.userId}, now())`.execute(
    db,
  );
  const enqueued: string[] = [];
  const queue = absentQueue(async (name) => void enqueued.push(name));
  const artifacts = {} as Parameters<typeof reconcileJobs>[0]['artifacts'];
  expect(await reconcileJobs({ db: database, queue, artifacts })).toBe(0);
  await sql`update statistics set ${later('heartbeat_at')}`.execute(db);
  expect(await reconcileJobs({ db: database, queue, artifacts })).toBe(1);
  expect(enqueued).toEqual(['statistics.compute']);
});
