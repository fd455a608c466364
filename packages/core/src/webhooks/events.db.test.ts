import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import {
  type WebhookEvent,
  webhookEventNames,
  webhookEventScopes,
} from '@pairwright/contract/webhook-event-names';
import { webhookBody, webhookEvents } from '@pairwright/contract/webhook-events';
import type { Answer } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';
import { inTransaction } from '@pairwright/db/transaction';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createProject, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { storeCheck } from '../audit/check.queries.ts';
import { takeInChanges } from '../resolutions/refresh.service.ts';
import { judgeNext, sayNext } from '../review/review.fixture.ts';
import { openStage } from './webhooks.fixture.ts';

const database = await createTestDatabase({ poolSize: 8 });
const { db } = database;
afterAll(() => database.close());
const stage = await openStage(database);
const address = 'http://127.0.0.1:9/hooks';

/** What a webhook was told since it was last asked, in order. */
async function told(webhookId: string) {
  const rows = await db
    .deleteFrom('webhook_deliveries')
    .where('webhook_id', '=', webhookId)
    .returning(['seq', 'body'])
    .execute();
  return rows.sort((a, b) => a.seq - b.seq).map(({ body }) => webhookBody.parse(JSON.parse(body)));
}
const typesOf = async (webhookId: string) => (await told(webhookId)).map(({ type }) => type);
const projectEvents = webhookEventNames.filter((name) => webhookEventScopes[name] === 'project');

it('tells of a comparison with the vote that completes it, and of nothing that is undone', async () => {
  const project = await createProject(database, { comparisons: 1, target: 2, annotators: 2 });
  const { id } = await stage.make(address, project.projectId, ['comparison.completed']);
  await judgeNext(database, project, { annotator: 0, strength: 1 });
  expect(await told(id)).toEqual([]);
  await expect(
    inTransaction(db, async (tx) => {
      await sql`update comparisons set judged = target_judgments where project_id = ${project.projectId}`.execute(
        tx,
      );
      await sql`set constraints all immediate`.execute(tx);
      expect((await tx.selectFrom('webhook_deliveries').select('seq').execute()).length).toBe(1);
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect(await told(id)).toEqual([]);
  const { comparisonId } = await judgeNext(database, project, { annotator: 1, strength: 1 });
  expect(await told(id)).toMatchObject([
    { type: 'comparison.completed', projectId: project.projectId, data: { comparisonId, judgments: 2 } },
  ]);
});

it('says nothing of a comparison whose target the vote that reached it has raised', async () => {
  const project = await createProject(database, { comparisons: 1, target: 1 });
  const { id } = await stage.make(address, project.projectId, ['comparison.completed']);
  await inTransaction(db, async (tx) => {
    await sql`update comparisons set judged = 1 where project_id = ${project.projectId}`.execute(tx);
    await sql`update comparisons set target_judgments = 2 where project_id = ${project.projectId}`.execute(
      tx,
    );
  });
  expect(await told(id)).toEqual([]);
});

it('tells a project of itself only, the installation of all, and nobody of what they do not want', async () => {
  const one = await createProject(database, { comparisons: 1 });
  const other = await createProject(database, { comparisons: 1 });
  const ofOne = await stage.make(address, one.projectId, ['guidelines.published']);
  const ofAll = await stage.make(address, null, ['guidelines.published', 'account.created']);
  const unwilling = await stage.make(address, one.projectId, ['import.failed']);
  for (const { projectId } of [one, other])
    await db.insertInto('guidelines').values({ project_id: projectId, version: 2, markdown: 'x' }).execute();
  const seen = await told(ofOne.id);
  expect(seen).toMatchObject([{ projectId: one.projectId, data: { version: 2 } }]);
  const all = await told(ofAll.id);
  expect(all.map(({ projectId }) => projectId)).toEqual([one.projectId, other.projectId]);
  // One event has one id, whoever is told.
  expect(all[0]!.id).toBe(seen[0]!.id);
  expect(await told(unwilling.id)).toEqual([]);
});

it('tells of labels by their versions', async () => {
  const project = await createProject(database, { comparisons: 1, target: 3, annotators: 3 });
  const { id } = await stage.make(address, project.projectId, ['resolution.changed', 'resolution.contested']);
  const label = () => takeInChanges({ db: database }, { projectId: project.projectId, limit: 100 });
  await judgeNext(database, project, { annotator: 0, strength: -2 });
  await label();
  expect(await told(id)).toMatchObject([
    { type: 'resolution.changed', data: { version: 1, result: 'winner' } },
  ]);
  await label();
  expect(await told(id)).toEqual([]);
  await judgeNext(database, project, { annotator: 1, strength: 2 });
  await label();
  expect(await typesOf(id)).toEqual(['resolution.changed', 'resolution.contested']);
});

it('tells what a label of one response says', async () => {
  const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const single = (ask: 'thumbs' | 'steps'): QuestionForm => ({
    ...plain,
    main: { kind: 'single', ask, stopAtFirstError: false, allowCannotJudge: true },
  });
  const said: Record<'thumbs' | 'steps', Answer> = {
    thumbs: { outcome: 'thumbs', up: true },
    steps: { outcome: 'steps', labels: ['wrong'] },
  };
  for (const ask of ['thumbs', 'steps'] as const) {
    const project = await createProject(database, { comparisons: 1, responses: 1, form: single(ask) });
    const { id } = await stage.make(address, project.projectId, ['resolution.changed']);
    await sayNext(database, project, { annotator: 0, say: () => ({ answer: said[ask] }) });
    await takeInChanges({ db: database }, { projectId: project.projectId, limit: 100 });
    const [event] = await told(id);
    expect(webhookEvents['resolution.changed'].parse(event?.data)).toMatchObject({
      question: 'main',
      result: 'answered',
      method: 'single',
      reason: null,
      winner: null,
      votesUsed: 1,
      good: ask === 'thumbs' ? true : null,
      steps: ask === 'steps' ? ['wrong'] : null,
    });
  }
});

/** A statement for each event that the database tells of by a plain change of rows. */
async function changeEverything(): Promise<void> {
  const project = await createProject(database, { comparisons: 2, target: 1, annotators: 2 });
  const { projectId } = project;
  const [comparisonId = ''] = project.comparisonIds;
  const annotatorId = project.annotators[0]!.actor.userId;
  const run = (query: ReturnType<typeof sql>) => query.execute(db);
  const ids = Array.from({ length: 12 }, () => systemIds.next());
  const { judgmentId } = await judgeNext(database, project, { annotator: 0, strength: 2 });
  await judgeNext(database, project, { annotator: 1, strength: 2 });
  await takeInChanges({ db: database }, { projectId, limit: 100 });
  await run(
    sql`update resolutions set version = version + 1, result = 'contested', winner = null where project_id = ${projectId}`,
  );
  await run(sql`insert into flags (id, project_id, comparison_id, assignment_id, annotator_id, reason)
    select ${ids[0]}, project_id, comparison_id, id, annotator_id, 'broken' from assignments where project_id = ${projectId} limit 1`);
  await run(
    sql`insert into imports (id, project_id, filename, artifact_key, state) values (${ids[1]}, ${projectId}, 'a', 'a', 'running')`,
  );
  await run(
    sql`insert into datasets (id, project_id, name, slug, recipe, pseudonym_key) values (${ids[2]}, ${projectId}, 'd', 'd', '{}', '')`,
  );
  await run(
    sql`insert into dataset_versions (id, dataset_id, project_id, version, recipe, state) values (${ids[3]}, ${ids[2]}, ${projectId}, 1, '{}', 'running')`,
  );
  await run(
    sql`insert into exports (id, version_id, project_id, format, container, compression, state) values (${ids[4]}, ${ids[3]}, ${projectId}, 'votes', 'jsonl', 'none', 'running')`,
  );
  await run(
    sql`insert into statistics (id, project_id, kind, options, options_key, state) values (${ids[5]}, ${projectId}, 'agreement', '{}', '', 'running')`,
  );
  await run(
    sql`insert into health_reports (id, project_id, recipe, subject, state) values (${ids[6]}, ${projectId}, '{}', 's', 'running')`,
  );
  await run(sql`update imports set state = 'succeeded' where id = ${ids[1]}`);
  await run(
    sql`update dataset_versions set state = 'ready', rows_total = 1, votes_total = 2 where id = ${ids[3]}`,
  );
  for (const table of ['exports', 'statistics', 'health_reports'])
    await run(sql`update ${sql.table(table)} set state = 'ready' where project_id = ${projectId}`);
  for (const table of ['imports', 'dataset_versions', 'exports', 'statistics', 'health_reports'])
    await run(
      sql`update ${sql.table(table)} set state = 'failed', error = '{"code": "internal", "message": "secret words"}' where project_id = ${projectId}`,
    );
  for (const table of ['imports', 'dataset_versions', 'exports', 'health_reports'])
    await run(sql`update ${sql.table(table)} set state = 'cancelled' where project_id = ${projectId}`);
  const receiver = await stage.make(address, projectId, ['import.failed']);
  await run(sql`update webhooks set state = 'paused', paused_because = 'gone' where id = ${receiver.id}`);
  for (const state of ['paused', 'archived', 'active'])
    await run(sql`update projects set state = ${state} where id = ${projectId}`);
  await run(
    sql`insert into guidelines (project_id, version, markdown) values (${projectId}, 2, 'secret words')`,
  );
  await run(sql`insert into questions (project_id, version, text_en, text_zh, form)
    select project_id, 2, 'secret words', text_zh, form from questions where project_id = ${projectId}`);
  await run(
    sql`insert into project_members (project_id, user_id, role) values (${projectId}, ${annotatorId}, 'annotator')`,
  );
  await run(sql`update project_members set role = 'reviewer' where project_id = ${projectId}`);
  await run(sql`delete from project_members where project_id = ${projectId}`);
  await run(sql`insert into invites (id, project_id, role, token_hash, hint, max_uses, created_by, expires_at)
    values (${ids[7]}, ${projectId}, 'annotator', 'x', 'x', 5, ${annotatorId}, now())`);
  await run(sql`update invites set uses = 1 where id = ${ids[7]}`);
  await run(sql`update invites set revoked_at = now() where id = ${ids[7]}`);
  await run(sql`update annotator_cursors set paused_at = now() where project_id = ${projectId}`);
  await run(sql`update annotator_cursors set paused_at = null where project_id = ${projectId}`);
  await run(sql`insert into exclusions (id, project_id, annotator_id, scope, reason, state, created_by)
    values (${ids[8]}, ${projectId}, ${annotatorId}, 'all', 'secret words', 'applying', ${annotatorId})`);
  for (const state of ['applied', 'ending', 'ended'])
    await run(sql`update exclusions set state = ${state} where id = ${ids[8]}`);
  for (const [attempt, passed] of [
    [1, false],
    [2, true],
  ] as const) {
    await run(
      sql`insert into exam_attempts (project_id, annotator_id, attempt, items) values (${projectId}, ${annotatorId}, ${attempt}, 4)`,
    );
    await run(
      sql`update exam_attempts set finished_at = now(), correct = 3, passed = ${passed} where project_id = ${projectId} and attempt = ${attempt}`,
    );
  }
  await run(
    sql`insert into routing_events (id, project_id, annotator_id, action, rule) values (${ids[9]}, ${projectId}, ${annotatorId}, 'notify', '{}')`,
  );
  await run(
    sql`insert into review_decisions (id, project_id, comparison_id, turn, outcome, promote_to_gold) values (${ids[10]}, ${projectId}, ${comparisonId}, 0, 'tie', false)`,
  );
  await run(sql`update review_decisions set withdrawn_at = now() where id = ${ids[10]}`);
  await run(
    sql`insert into review_events (id, project_id, comparison_id, actor_id, kind) values (${systemIds.next()}, ${projectId}, ${comparisonId}, ${annotatorId}, 'sent_back')`,
  );
  await run(sql`insert into feedback (id, project_id, judgment_id, annotator_id, author_id, message)
    values (${ids[11]}, ${projectId}, ${judgmentId}, ${annotatorId}, ${annotatorId}, 'secret words')`);
  await run(sql`update feedback set disputed = true, reply = 'secret words' where id = ${ids[11]}`);
  await run(sql`update feedback set answer = 'secret words', upheld = true where id = ${ids[11]}`);
}

/** Owner, tokens, second factors and requests of somebody. */
async function changeAccount(userId: string): Promise<void> {
  const run = (query: ReturnType<typeof sql>) => query.execute(db);
  for (const isOwner of [true, false])
    await run(sql`update users set is_owner = ${isOwner} where id = ${userId}`);
  await run(sql`insert into api_tokens (id, user_id, name, secret_hash, hint, scopes, expires_at)
    values (${systemIds.next()}, ${userId}, 'secret words', ${userId}, 'secret words', '{read}', now())`);
  // What was begun and never used is no factor.
  for (const confirmed of [null, '2026-01-01']) {
    await run(
      sql`insert into totp_factors (user_id, secret, confirmed_at) values (${userId}, 'secret words', ${confirmed}::timestamptz)`,
    );
    await run(sql`delete from totp_factors where user_id = ${userId}`);
  }
  await run(sql`insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name)
    values (${systemIds.next()}, ${userId}, ${userId}, '', 0, '{}', 'secret words')`);
  await run(sql`delete from passkeys where user_id = ${userId}`);
  await run(sql`update api_tokens set revoked_at = now(), last_used_at = now() where user_id = ${userId}`);
  for (const state of ['cancelled', 'declined']) {
    const id = systemIds.next();
    await run(
      sql`insert into erasure_requests (id, user_id, note) values (${id}, ${userId}, 'secret words')`,
    );
    await run(sql`update erasure_requests set state = ${state}, decided_at = now() where id = ${id}`);
  }
  await run(sql`insert into backups (id, started_at, destination, host, made_by, product_version, bytes, sha256, encrypted,
      table_count, row_count, artifact_count, artifact_bytes, artifacts_missing)
    values (${systemIds.next()}, now(), 'secret words', 'secret words', 'secret words', '1', 5, repeat('a', 64), true, 1, 1, 1, 1, 0)`);
}

async function changeInstallation(): Promise<void> {
  const { projectId } = await createProject(database, { comparisons: 1 });
  const userId = systemIds.next();
  const run = (query: ReturnType<typeof sql>) => query.execute(db);
  await run(sql`update projects set deleted_at = now() where id = ${projectId}`);
  await run(sql`update projects set deleted_at = null where id = ${projectId}`);
  await run(sql`delete from projects where id = ${projectId}`);
  await run(
    sql`insert into users (id, kind, email, name) values (${userId}, 'person', ${`${userId}@example.org`}, 'secret words')`,
  );
  await run(sql`update users set disabled_at = now() where id = ${userId}`);
  await run(sql`update users set disabled_at = null where id = ${userId}`);
  await changeAccount(userId);
  await run(
    sql`update users set disabled_at = now(), erased_at = now(), password_hash = null where id = ${userId}`,
  );
  for (const state of ['approved', 'refused']) {
    const id = systemIds.next();
    await run(
      sql`insert into registrations (id, email, name, password_hash, locale) values (${id}, ${`${id}@example.org`}, 'secret words', 'x', 'en')`,
    );
    await run(
      sql`update registrations set state = ${state}, decided_at = now(), password_hash = null where id = ${id}`,
    );
  }
  const check = { checkedAt: '2026-01-01T00:00:00.000000Z', entries: 3, head: null, judgments: 0 };
  const fault = { seq: 2, fault: 'content' as const };
  await storeCheck(db, { ...check, fault: null });
  await storeCheck(db, { ...check, fault });
  await storeCheck(db, { ...check, fault });
}

it('tells of every event of the catalogue, in its shape, and never with texts or names', async () => {
  const { id } = await stage.make(address, null, webhookEventNames);
  await changeEverything();
  await changeInstallation();
  const all = await told(id);
  for (const { type, data } of all) {
    const { success, error } = webhookEvents[type as WebhookEvent].safeParse(data);
    expect([type, success, error?.message]).toEqual([type, true, undefined]);
  }
  expect([...new Set(all.map(({ type }) => type))].sort()).toEqual([...webhookEventNames].sort());
  expect(JSON.stringify(all)).not.toContain('secret words');
  // Once: the same fault of the log is no news.
  expect(all.filter(({ type }) => type === 'audit.broken').length).toBe(1);
  // Those who go with their project are not removed from it.
  expect(all.filter(({ type }) => type === 'member.removed').length).toBe(1);
  expect(
    all.filter(({ type }) => type === 'account.factor_removed').map(({ data }) => data['factor']),
  ).toEqual(['authenticator', 'passkey']);
});

it('tells once that nothing is left to be judged, also when the last votes come in one moment', async () => {
  for (let round = 0; round < 6; round += 1) {
    const project = await createProject(database, { comparisons: 4, target: 1, annotators: 4 });
    const { id } = await stage.make(address, project.projectId, ['project.completed']);
    const judge = (annotator: number) => judgeNext(database, project, { annotator, strength: 1 });
    await judge(0);
    expect(await told(id)).toEqual([]);
    await Promise.all([1, 2, 3].map((annotator) => judge(annotator)));
    expect(await told(id)).toMatchObject([
      { type: 'project.completed', projectId: project.projectId, data: {} },
    ]);
  }
});

it('does not say that nothing is left while somebody holds the last comparison', async () => {
  const project = await createProject(database, { comparisons: 2, target: 1, annotators: 2 });
  const { id } = await stage.make(address, project.projectId, ['project.completed']);
  const [held] = (await claimAssignments(project.annotators[0]!, { count: 1 })).items;
  await judgeNext(database, project, { annotator: 1, strength: 1 });
  expect(await told(id)).toEqual([]);
  await submitJudgment(project.annotators[0]!, { ...submission(), assignmentId: held!.id });
  expect(await typesOf(id)).toEqual(['project.completed']);
});

it('lets projects want what happens in projects only', async () => {
  const { projectId } = await createProject(database, { comparisons: 1 });
  expect((await stage.make(address, projectId, projectEvents)).events).toEqual(projectEvents);
  await expect(stage.make(address, projectId, ['import.failed', 'account.created'])).rejects.toMatchObject({
    code: 'invalid_request',
    faults: [{ path: 'body.events.1', value: 'account.created' }],
  });
});
