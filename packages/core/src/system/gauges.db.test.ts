import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { createMetrics } from '@pairwright/runtime/observe/metrics';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test, vi } from 'vitest';
import { checkAudit } from '../audit/check.service.ts';
import { createProject } from '../annotate/annotate.fixture.ts';
import { watchServices } from './gauges.ts';

const database = await createTestDatabase();
const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-gauges-'));
const artifacts = await openFolderStore(folder);
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

test('what all processes share is read from the database, and a queue that is away takes nothing else with it', async () => {
  const { projectId, annotators } = await createProject(database, { comparisons: 3 });
  await database.pool.query(
    `insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, lease_expires_at)
     select gen_random_uuid(), $1, c, $2, '{0,1}', 'leased', 1, 1, now() + case n when 1 then -1 else 1 end * interval '1 hour'
     from (select id as c, row_number() over () as n from comparisons where project_id = $1) x`,
    [projectId, annotators[0]!.actor.userId],
  );
  await database.pool.query(
    `insert into webhooks (id, project_id, address, events, secret, state, paused_because)
     values ('01900000-0000-7000-8000-000000000001', $1, 'https://example.org/', '{guidelines.published}', '', 'active', null),
       ('01900000-0000-7000-8000-000000000002', $1, 'https://example.org/', '{guidelines.published}', '', 'paused', 'gone')`,
    [projectId],
  );
  await database.pool.query(`insert into guidelines (project_id, version, markdown) values ($1, 2, '')`, [
    projectId,
  ]);
  await database.pool.query(
    `update webhook_deliveries set state = 'dead' where webhook_id = '01900000-0000-7000-8000-000000000001'`,
  );
  const metrics = createMetrics('api', '1');
  watchServices(metrics, { db: database, queue: absentQueue(), artifacts });
  const text = await metrics.registry.metrics();
  expect(text).toContain('pairwright_leases{state="live",program="api"} 2\n');
  expect(text).toContain('pairwright_leases{state="expired",program="api"} 1\n');
  expect(text).toContain('pairwright_resolution_lag{program="api"} 0\n');
  expect(text).toContain('pairwright_workers_alive{program="api"} 0\n');
  expect(text).toMatch(/pairwright_db_pool_connections\{state="busy",program="api"\} \d+\n/);
  expect(text).toContain('pairwright_webhook_deliveries{state="waiting",program="api"} 1\n');
  expect(text).toContain('pairwright_webhook_deliveries{state="dead",program="api"} 1\n');
  // What waits because somebody has to look at the receiver is no delay of ours.
  expect(text).toContain('pairwright_webhook_oldest_waiting_seconds{program="api"} 0\n');
  expect(text).toContain('pairwright_webhooks_broken{program="api"} 1\n');
  expect(text).not.toContain('pairwright_queue_jobs{');
  const again = await metrics.registry.metrics();
  expect(again).toMatch(/pairwright_scrape_failures_total\{source="queue",program="api"\} [1-9]/);
  expect(again).toContain('pairwright_scrape_failures_total{source="work",program="api"} 0\n');
});

test('notes for overviews are counted with the age of the oldest, but for those that nobody takes in', async () => {
  const read = async () => {
    const metrics = createMetrics('worker', '1');
    watchServices(metrics, { db: database, queue: absentQueue(), artifacts });
    const text = await metrics.registry.metrics();
    const of = (name: string) =>
      Number(new RegExp(`^pairwright_overview_${name}{program="worker"} (.*)$`, 'm').exec(text)?.[1]);
    const broken = Number(/^pairwright_overviews_broken\{program="worker"\} (.*)$/m.exec(text)?.[1]);
    return { waiting: of('notes'), oldest: of('oldest_note_seconds'), broken };
  };
  const { pool } = database;
  await pool.query('delete from overview_changes');
  await pool.query('delete from overview_additions');
  expect(await read()).toEqual({ waiting: 0, oldest: 0, broken: 0 });
  const { projectId } = await createProject(database, { comparisons: 3 });
  const { rows: made } = await pool.query<{ n: number }>(
    'select ((select count(*) from overview_changes) + (select count(*) from overview_additions))::int as n',
  );
  expect(made[0]!.n).toBeGreaterThanOrEqual(5);
  await pool.query(
    `update overview_additions set noted_at = now() - interval '1 hour' where id = (select min(id) from overview_additions)`,
  );
  const seen = await read();
  expect(seen.waiting).toBe(made[0]!.n);
  expect(seen.oldest).toBeGreaterThanOrEqual(3_600);
  await pool.query('insert into overview_progress (project_id, broken) values ($1, true)', [projectId]);
  expect(await read()).toEqual({ waiting: 0, oldest: 0, broken: 1 });
  await pool.query('update overview_progress set broken = false');
  await pool.query('update projects set deleted_at = now() where id = $1', [projectId]);
  expect(await read()).toEqual({ waiting: 0, oldest: 0, broken: 0 });
  await pool.query('update overview_progress set broken = true');
  expect((await read()).broken).toBe(0);
});

test('the last backup has numbers once there is one', async () => {
  const metrics = createMetrics('api', '1');
  watchServices(metrics, { db: database, queue: absentQueue(), artifacts });
  expect(await metrics.registry.metrics()).not.toContain('pairwright_last_backup_timestamp_seconds{');
  await database.pool.query(
    `insert into backups (id, started_at, finished_at, destination, host, made_by, product_version, bytes, sha256, encrypted,
       table_count, row_count, artifact_count, artifact_bytes, artifacts_missing)
     values (gen_random_uuid(), '2026-01-01', '2026-01-01T00:00:10Z', '/one.tar', 'a', 'b', '1', 5000, repeat('a', 64), false, 1, 1, 1, 1, 2)`,
  );
  const later = createMetrics('worker', '1');
  watchServices(later, { db: database, queue: absentQueue(), artifacts });
  const text = await later.registry.metrics();
  const labels = '{encrypted="false",program="worker"}';
  expect(text).toContain(
    `pairwright_last_backup_timestamp_seconds${labels} ${Date.UTC(2026, 0, 1) / 1000 + 10}\n`,
  );
  expect(text).toContain(`pairwright_last_backup_bytes${labels} 5000\n`);
  expect(text).toContain(`pairwright_last_backup_artifacts_missing${labels} 2\n`);
  expect(text).not.toContain('pairwright_last_backup_verified_timestamp_seconds{');
});

test('the last check of the audit log has numbers once there was one', async () => {
  const read = async () => {
    const metrics = createMetrics('worker', '1');
    watchServices(metrics, { db: database, queue: absentQueue(), artifacts });
    return metrics.registry.metrics();
  };
  expect(await read()).not.toMatch(/^pairwright_audit_(check_timestamp_seconds|broken)\{/m);
  const { checkedAt } = await checkAudit({ db: database });
  const whole = await read();
  expect(whole).toContain('pairwright_audit_broken{program="worker"} 0\n');
  const when = /^pairwright_audit_check_timestamp_seconds\{program="worker"\} (.*)$/m.exec(whole)?.[1];
  expect(Number(when)).toBeCloseTo(Date.parse(checkedAt) / 1_000, 2);
  // The head that the check saw is gone: the end of the log was cut off.
  await database.pool.query(
    `update instance_settings set value = jsonb_set(value::jsonb, '{head}', $1::jsonb) where key = 'audit.check'`,
    [JSON.stringify({ seq: 9, hash: '0'.repeat(64) })],
  );
  expect((await checkAudit({ db: database })).fault).toEqual({ seq: 9, fault: 'anchor' });
  expect(await read()).toContain('pairwright_audit_broken{program="worker"} 1\n');
});

test('what fills up has numbers: the disk of the files, the database, and rows of hot tables that nobody has tidied up', async () => {
  const { projectId } = await createProject(database, { comparisons: 40 });
  const { pool } = database;
  await pool.query('alter table comparisons set (autovacuum_enabled = off)');
  await pool.query('update comparisons set skipped = skipped + 1 where project_id = $1', [projectId]);
  const read = async (store: typeof artifacts) => {
    const metrics = createMetrics('api', '1');
    watchServices(metrics, { db: database, queue: absentQueue(), artifacts: store });
    const text = await metrics.registry.metrics();
    return (name: string): number | undefined => {
      const line = text.split('\n').find((one) => one.startsWith(name));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    };
  };
  const of = await read(artifacts);
  const { blocks, bsize } = await statfs(folder);
  expect(of('pairwright_store_disk_bytes{')).toBe(blocks * bsize);
  expect(of('pairwright_store_free_bytes{')).toBeGreaterThan(0);
  expect(of('pairwright_store_free_bytes{')).toBeLessThanOrEqual(blocks * bsize);
  const { rows } = await pool.query<{ bytes: number }>(
    'select pg_database_size(current_database())::float8 as bytes',
  );
  expect(of('pairwright_db_bytes{')! / rows[0]!.bytes).toBeCloseTo(1, 1);
  // What a transaction did is counted a moment later.
  await vi.waitFor(async () => {
    const now = await read(artifacts);
    expect(now('pairwright_db_table_rows{table="comparisons",state="dead"')).toBeGreaterThanOrEqual(40);
    expect(now('pairwright_db_table_rows{table="comparisons",state="live"')).toBeGreaterThanOrEqual(40);
  }, 30_000);
  // A bucket knows of no disk.
  const bucket = await read({ ...artifacts, space: async () => null });
  expect(bucket('pairwright_store_free_bytes{')).toBeUndefined();
  expect(bucket('pairwright_db_bytes{')).toBeGreaterThan(0);
});
