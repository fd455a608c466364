import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CallInput } from '@pairwright/contract/client';
import { openQueue, type Queue } from '@pairwright/queue/queue';
import { createLogger } from '@pairwright/runtime/logger';
import { submission } from '../chaos/api-annotator.ts';
import { newLedger } from '../faults/ledger.ts';
import { Researcher } from '../faults/researcher.ts';
import { beginSession, type SignedIn } from '../scale/signed-in.ts';
import { type Product, startProduct } from '../support/product.ts';

/**
 * Api and worker, each with the account that installations give them: what people and nights do works to the end, and nothing that
 * is not theirs. Every journey runs with these accounts too.
 */
const password = 'a long enough secret';
const proof = { currentPassword: password };
const owner = { name: 'Olga', email: 'olga@example.org', password };
const wei = { name: 'Wei', email: 'wei@example.org', password };

let product: Product;
let queue: Queue;
let olga: SignedIn;
let researcher: Researcher;
const ledger = newLedger();
const project = { id: '', datasetId: '' };

beforeAll(async () => {
  product = await startProduct({ demo: false });
  queue = await openQueue({
    connection: { databaseUrl: product.database.url },
    log: createLogger({ name: 'test', level: 'silent' }),
  });
  olga = await beginSession(product.baseUrl, '/setup', { ...owner, locale: 'en' });
  const made = await olga.client.call('createToken', {
    body: {
      name: 'script',
      scopes: ['read', 'annotate', 'import', 'export', 'manage'],
      expiresInDays: 7,
      currentPassword: password,
    },
  });
  const me = await olga.client.call('getMe', {});
  researcher = new Researcher(
    { userId: me.id, token: made.secret },
    { apis: [product], patienceMs: 60_000, first: 0 },
    ledger,
  );
});
afterAll(async () => {
  await queue.close();
  await product.stop();
});

const one = async <Row>(sql: string): Promise<Row> => (await product.database.pool.query(sql)).rows[0] as Row;
const until = (look: () => Promise<unknown>): Promise<void> =>
  vi.waitFor(async () => void (await look()), { timeout: 60_000, interval: 100 });

test('a project is made, filled from a file and judged by people of its own', async () => {
  const { client } = olga;
  const body = { name: 'Narrow', template: 'pair_7', language: 'en', targetJudgments: 2 } as const;
  project.id = (await client.call('createProject', { body })).id;
  const params = { projectId: project.id };
  const { name, email } = wei;
  await client.call('addMember', {
    params,
    body: { email, role: 'annotator', newAccount: { name, password, locale: 'en' } },
  });
  await researcher.importRows(project.id, { word: 'narrow' });
  const hers = await beginSession(product.baseUrl, '/session', { email, password });
  for (const [who, position] of [
    [hers.client, 2],
    [client, 6],
  ] as const) {
    const { items } = await who.call('claimAssignments', { params, body: { count: 20 } });
    expect(items).toHaveLength(20);
    for (const { id: assignmentId } of items)
      await who.call('submitJudgment', { params: { ...params, assignmentId }, body: submission(position) });
  }
  expect(await one('select count(*)::int as n from judgments')).toEqual({ n: 40 });
});

test('a disagreement is reviewed and decided', async () => {
  const { client } = olga;
  const params = { projectId: project.id };
  const { comparison_id: comparisonId } = await one<{ comparison_id: string }>(
    `select a.comparison_id from judgments j join assignments a on a.id = j.assignment_id group by 1 order by count(*) desc limit 1`,
  );
  // Whoever decides has judged here, too.
  const settings = { method: 'majority', blind: true, reviewers: 1, ownWork: true } as const;
  await client.call('updateReviewSettings', { params, body: settings });
  const body: CallInput<'decideCase'>['body'] = {
    id: randomUUID(),
    questionVersion: 1,
    answer: { outcome: 'scale', position: 2 },
    confidence: 'high',
    cause: 'error',
    note: null,
    promoteToGold: false,
  };
  const decided = await client.call('decideCase', { params: { ...params, comparisonId }, body });
  expect(decided).toMatchObject({ status: 'settled' });
});

test('somebody is excluded and taken in again, a version is frozen and exported', async () => {
  const { id: annotator } = await one<{ id: string }>(`select id from users where email = '${wei.email}'`);
  await researcher.excludeAndEnd(project.id, annotator);
  project.datasetId = await researcher.makeDataset(project.id, 'export');
  await researcher.freezeAndExport({ projectId: project.id, datasetId: project.datasetId }, async () => '');
  expect(ledger.faults).toEqual([]);
  expect([...ledger.exports.values()].map(({ sums }) => sums.size)).toEqual([3]);
});

test('somebody is erased, with what the audit log says of them', async () => {
  const { id: userId } = await one<{ id: string }>(`select id from users where email = '${wei.email}'`);
  await olga.client.call('eraseUser', { params: { userId }, body: { email: wei.email, ...proof } });
  expect(await one(`select count(*)::int as n from audit_private where person_id = '${userId}'`)).toEqual({
    n: 0,
  });
  expect(await one('select count(*)::int as n from judgments')).toEqual({ n: 40 });
});

test('the nights seal, check, thin and tidy up, and the trash is emptied', async () => {
  const { client } = olga;
  await client.call('setRetention', {
    body: {
      auditDays: 400,
      addressDays: 30,
      uploadDays: 1,
      exportDays: 1,
      signInDays: 1,
      crowdIdDays: 1,
      ...proof,
    },
  });
  // What may still be joined by a vote of an earlier time is not sealed.
  await product.database.pool.query(
    `begin; set local session_replication_role = replica; update judgments set created_at = created_at - interval '3 hours'; commit`,
  );
  await queue.enqueue('audit.seal', {});
  await until(async () => expect(await one('select count(*)::int as n from audit_seals')).toEqual({ n: 1 }));
  await queue.enqueue('audit.check', {});
  await until(async () =>
    expect(await one(`select value from instance_settings where key = 'audit.check'`)).toMatchObject({
      value: expect.objectContaining({ fault: null }) as unknown,
    }),
  );
  // Two years pass for the beginning of the log, and for what else a night removes.
  await product.database.pool.query(
    `begin; set local session_replication_role = replica;
     insert into audit_events (seq, occurred_at, via, action, object_kind, previous_hash, hash)
       values (0, now() - interval '2 years', 'system', 'updateMe', 'account', '', '');
     insert into audit_private (seq, part, person_id, salt, data) values (0, 'origin', null, '', '{}');
     update exports set finished_at = now() - interval '2 days';
     update sessions set expires_at = now() - interval '9 days', last_used_at = now() - interval '9 days' where user_id <> (select id from users where is_owner);
     commit`,
  );
  const trashed = await client.call('createProject', {
    body: { name: 'Gone', template: 'pair_7', language: 'en', targetJudgments: 1 },
  });
  await client.call('trashProject', {
    params: { projectId: trashed.id },
    body: { name: 'Gone' },
  });
  await product.database.pool.query(
    `update projects set deleted_at = now() - interval '40 days' where id = '${trashed.id}'`,
  );
  await queue.enqueue('retention.apply', {});
  await queue.enqueue('trash.empty', {});
  await queue.enqueue('secrets.seal', {});
  await queue.enqueue('resolutions.sweep', {});
  await queue.enqueue('webhooks.sweep', {});
  await queue.enqueue('leases.sweep', {});
  await until(async () => {
    const { last } = await client.call('getRetention', {});
    expect(last).toMatchObject({ auditEntries: 1, exports: 1 });
    expect(await one(`select count(*)::int as n from projects where id = '${trashed.id}'`)).toEqual({ n: 0 });
  });
});

test('statistics and a report of health are computed, and no job failed', async () => {
  const { client } = olga;
  const system = await client.call('getSystem', {});
  const params = { projectId: project.id };

  await client.call('requestHealth', { params, body: { recipe: {} } });
  await until(async () => expect(await one('select state from health_reports')).toEqual({ state: 'ready' }));
  expect(system.workers.some(({ alive }) => alive)).toBe(true);
  expect(await queue.failedJobs(100)).toEqual([]);
});

test('nobody was refused a right on the way', () => {
  expect(product.said()).not.toMatch(/permission denied|must be owner|42501/);
});
