import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import type { ProjectContext } from '@pairwright/core/context';
import { reconcileExclusions } from '@pairwright/core/review/exclusion-run.service';
import { createExclusion, listExclusions, resumeExclusion } from '@pairwright/core/review/exclusions.service';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { openReceiver, openStage } from '@pairwright/core/webhooks/webhooks.fixture';
import { getWebhook, updateWebhook } from '@pairwright/core/webhooks/webhooks.service';
import { WorkerEnded } from '@pairwright/queue/registry-types';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';
import { giveUpsOf } from './give-ups.ts';
import { exclusionsRunJob } from './jobs/exclusions.run.job.ts';
import { webhooksDeliverJob } from './jobs/webhooks.deliver.job.ts';

const database = await createTestDatabase({ poolSize: 6 });
const { pool } = database;
afterAll(() => database.close());

/** The database refuses every change of such rows. */
async function breakTable(table: string): Promise<() => Promise<void>> {
  await pool.query(`create or replace function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'an index is corrupted' using errcode = 'XX002'; end $$`);
  await pool.query(
    `create trigger broken before insert or update on ${table} for each row execute function refuse()`,
  );
  return async () => void (await pool.query(`drop trigger broken on ${table}`));
}

const run = (stage: Awaited<ReturnType<typeof openStage>>, lastAttempt: boolean) => ({
  signal: new AbortController().signal,
  attempt: lastAttempt ? 5 : 1,
  lastAttempt,
  progress: async () => undefined,
  log: stage.ctx.log,
});

async function judged(): Promise<{ project: TestProject; annotatorId: string }> {
  const project = await createProject(database, { comparisons: 2, target: 1, annotators: 1 });
  await judgeNext(database, project, { annotator: 0, strength: 1 });
  return { project, annotatorId: project.annotators[0]!.actor.userId };
}

test('an exclusion that cannot go on says why, is left alone, and goes on when told so', async () => {
  const stage = await openStage(database);
  const { project, annotatorId } = await judged();
  const lead = { ...stage.ctx, projectId: project.projectId, role: 'owner' } as ProjectContext;
  const state = async () => (await listExclusions(lead, { limit: 1 })).items[0]!;

  const mend = await breakTable('assignments');
  await expect(createExclusion(lead, { annotatorId, scope: { kind: 'all' }, reason: 'x' })).rejects.toThrow();
  const { id: exclusionId } = await state();
  const job = exclusionsRunJob(stage.ctx);
  await expect(job({ ...run(stage, false), payload: { exclusionId } })).rejects.toThrow(/corrupted/);
  expect(await state()).toMatchObject({ state: 'applying', error: null });
  await expect(job({ ...run(stage, true), payload: { exclusionId } })).rejects.toThrow(/corrupted/);
  expect(await state()).toMatchObject({ state: 'applying', error: { code: 'internal' } });
  expect(JSON.stringify(await state())).not.toContain('corrupted');

  await pool.query(`update exclusions set heartbeat_at = now() - interval '1 hour'`);
  expect(await reconcileExclusions(stage.ctx)).toBe(0);
  await mend();
  expect(await resumeExclusion(lead, exclusionId)).toMatchObject({
    state: 'applied',
    error: null,
    effect: { judgments: 1 },
  });
  await expect(resumeExclusion(lead, exclusionId)).rejects.toMatchObject({ code: 'wrong_state' });
});

test('an exclusion whose worker ended each time says so, and a run that comes to its end after all takes it back', async () => {
  const stage = await openStage(database);
  const { project, annotatorId } = await judged();
  const lead = { ...stage.ctx, projectId: project.projectId, role: 'owner' } as ProjectContext;
  const { id: exclusionId } = await createExclusion(lead, {
    annotatorId,
    scope: { kind: 'all' },
    reason: 'x',
  });
  const giveUp = giveUpsOf(stage.ctx)['exclusions.run']!;
  // Ended already: nothing is written over what is done.
  await giveUp({ exclusionId }, new WorkerEnded(10));
  expect((await listExclusions(lead, { limit: 1 })).items[0]).toMatchObject({
    state: 'applied',
    error: null,
  });

  await pool.query(`update exclusions set state = 'applying' where id = $1`, [exclusionId]);
  await giveUp({ exclusionId }, new WorkerEnded(10));
  expect((await listExclusions(lead, { limit: 1 })).items[0]).toMatchObject({
    state: 'applying',
    error: { code: 'worker_ended' },
  });
  await exclusionsRunJob(stage.ctx)({ ...run(stage, false), payload: { exclusionId } });
  expect((await listExclusions(lead, { limit: 1 })).items[0]).toMatchObject({
    state: 'applied',
    error: null,
  });
});

/** A second ago: the clocks of database and worker differ by a little. */
async function makeDue(): Promise<void> {
  await pool.query(`update webhook_deliveries set state = 'waiting', next_at = now() - interval '1 second'`);
}

test('a webhook whose deliveries cannot be tried is paused, keeps what waits, and sends it when it goes on', async () => {
  const stage = await openStage(database);
  const receiver = await openReceiver();
  const { projectId } = await createProject(database, { comparisons: 1 });
  const { id: webhookId } = await stage.make(receiver.address, projectId, ['guidelines.published']);
  await pool.query(`insert into guidelines (project_id, version, markdown) values ($1, 2, 'x')`, [projectId]);
  await makeDue();
  const job = webhooksDeliverJob(stage.ctx, stage.settings);

  const mend = await breakTable('webhook_tries');
  await expect(job({ ...run(stage, false), payload: { webhookId } })).rejects.toThrow(/corrupted/);
  expect(await getWebhook(stage.ctx, webhookId)).toMatchObject({ state: 'active' });
  // What was taken for sending is free again after its time.
  await makeDue();
  await expect(job({ ...run(stage, true), payload: { webhookId } })).rejects.toThrow(/corrupted/);
  expect(await getWebhook(stage.ctx, webhookId)).toMatchObject({ pausedBecause: 'error', waiting: 1 });
  expect(stage.logLines.join('')).toContain('a webhook was paused');

  await mend();
  await makeDue();
  await updateWebhook(stage.ctx, { webhookId, state: 'active' }, stage.settings);
  await job({ ...run(stage, false), payload: { webhookId } });
  expect(await getWebhook(stage.ctx, webhookId)).toMatchObject({ waiting: 0, pausedBecause: null });
  expect(new Set(receiver.events().map(({ id }) => id)).size).toBe(1);

  await giveUpsOf(stage.ctx)['webhooks.deliver']!({ webhookId }, new WorkerEnded(10));
  expect(await getWebhook(stage.ctx, webhookId)).toMatchObject({ pausedBecause: 'error' });
  await receiver.close();
});
