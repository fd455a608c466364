import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { webhookBody } from '@pairwright/contract/webhook-events';
import { inTransaction } from '@pairwright/db/transaction';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../annotate/annotate.fixture.ts';
import { getDelivery, listDeliveries, redeliver, redeliverDead, testWebhook } from './deliveries.service.ts';
import { sweepWebhooks } from './deliver.service.ts';
import { giveUpWebhook } from './give-up.service.ts';
import { retireDeliveries } from './retire.service.ts';
import { takeNext } from './take.queries.ts';
import { openReceiver, openStage } from './webhooks.fixture.ts';
import { deleteWebhook, getWebhook, rotateWebhookSecret, updateWebhook } from './webhooks.service.ts';

const database = await createTestDatabase({ poolSize: 8 });
const { db } = database;
afterAll(() => database.close());

let stage: Awaited<ReturnType<typeof openStage>>;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let projectId: string;
beforeEach(async () => {
  stage = await openStage(database);
  receiver = await openReceiver();
  ({ projectId } = await createProject(database, { comparisons: 1 }));
});
afterEach(async () => {
  await receiver.close();
  await db.deleteFrom('webhooks').execute();
});

const publish = (version: number) =>
  db.insertInto('guidelines').values({ project_id: projectId, version, markdown: 'x' }).execute();
const made = () => stage.make(receiver.address, projectId, ['guidelines.published']);
const versions = () => receiver.events().map(({ data }) => (data as { version: number }).version);

/** What the audit log says of pauses that nobody asked for. */
const pausesOf = (webhookId: string) =>
  db
    .selectFrom('audit_events')
    .select(['via', 'project_id', 'before', 'after'])
    .where('object_id', '=', webhookId)
    .where('action', '=', 'pauseWebhook')
    .orderBy('seq')
    .execute();
const pausedBy = (because: string) => ({
  via: 'system',
  project_id: projectId,
  before: { state: 'active', paused_because: null },
  after: { state: 'paused', paused_because: because },
});

function signatureOf(secret: string, { headers, body }: (typeof receiver.received)[number]): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const said = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(said).digest('base64')}`;
}

it('sends what happened in its order, signed, once', async () => {
  const { id, secret } = await made();
  for (const version of [2, 3, 4]) await publish(version);
  expect(await sweepWebhooks(stage.ctx)).toBe(1);
  expect(stage.enqueued).toEqual([['webhooks.deliver', { webhookId: id }]]);
  expect(await stage.deliver(id)).toBe(3);
  expect(await stage.deliver(id)).toBe(0);
  expect(versions()).toEqual([2, 3, 4]);
  for (const one of receiver.received) {
    const { 'webhook-id': eventId, 'webhook-signature': signature, 'content-type': type } = one.headers;
    expect(webhookBody.parse(JSON.parse(one.body))).toMatchObject({ id: eventId, projectId });
    expect([signature, type]).toEqual([signatureOf(secret, one), 'application/json']);
  }
  expect(await sweepWebhooks(stage.ctx)).toBe(0);
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ waiting: 0, dead: 0, failures: 0 });
});

it('tells how each try ended', async () => {
  const results: string[] = [];
  const onTry = (result: string): void => void results.push(result);
  const { id } = await made();
  await publish(2);
  await stage.deliver(id, { onTry });
  receiver.answerStatus(500);
  await publish(3);
  await stage.deliver(id, { onTry });
  receiver.answerStatus(410);
  stage.pass(60);
  await stage.deliver(id, { onTry });
  expect(results).toEqual(['delivered', 'failed', 'given_up']);
});

it('signs with both secrets for a day after a rotation', async () => {
  const { id, secret: before } = await made();
  const { secret: after } = await rotateWebhookSecret(stage.ctx, id);
  await publish(2);
  await stage.deliver(id);
  const [one] = receiver.received;
  expect(one!.headers['webhook-signature']).toBe(`${signatureOf(after, one!)} ${signatureOf(before, one!)}`);
  stage.pass(25 * 3_600);
  await publish(3);
  await stage.deliver(id);
  const [, two] = receiver.received;
  expect(two!.headers['webhook-signature']).toBe(signatureOf(after, two!));
});

it('tries again with the same id and bytes, later each time, and then gives up', async () => {
  const { id } = await made();
  receiver.answerStatus(500, {}, 'not\u0000 now');
  await publish(2);
  expect(await stage.deliver(id)).toBe(1);
  // Not due yet.
  expect(await stage.deliver(id)).toBe(0);
  for (let tries = 2; tries <= 9; tries += 1) {
    stage.pass(10 * 3_600);
    expect(await stage.deliver(id)).toBe(1);
  }
  stage.pass(10 * 3_600);
  expect(await stage.deliver(id)).toBe(0);
  expect(receiver.received.length).toBe(9);
  expect(new Set(receiver.received.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(
    1,
  );
  const [delivery] = (await listDeliveries(stage.ctx, { webhookId: id, state: 'dead', limit: 10 })).items;
  expect(delivery).toMatchObject({ state: 'dead', tries: 9, status: 500, nextAt: null });
  const { history } = await getDelivery(stage.ctx, { webhookId: id, deliveryId: delivery!.id });
  expect(history.map(({ number }) => number)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(history[0]).toMatchObject({ status: 500, fault: null, answer: 'not\uFFFD now' });
  // Nothing was taken for so long: the webhook is paused and says why.
  expect(await getWebhook(stage.ctx, id)).toMatchObject({
    state: 'paused',
    pausedBecause: 'failures',
    dead: 1,
  });
  expect(await pausesOf(id)).toEqual([pausedBy('failures')]);
});

it('is written down when it is paused because it cannot even be tried, once', async () => {
  const { id } = await made();
  for (const _ of [1, 2]) await giveUpWebhook(stage.ctx, id, new Error('out of order'));
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ state: 'paused', pausedBecause: 'error' });
  expect(await pausesOf(id)).toEqual([pausedBy('error')]);
});

it('keeps what happens while it is paused, and sends it when it goes on', async () => {
  const { id } = await made();
  await updateWebhook(stage.ctx, { webhookId: id, state: 'paused' }, stage.settings);
  for (const version of [2, 3]) await publish(version);
  expect([await sweepWebhooks(stage.ctx), await stage.deliver(id)]).toEqual([0, 0]);
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ pausedBecause: 'person', waiting: 2 });
  await updateWebhook(stage.ctx, { webhookId: id, state: 'active' }, stage.settings);
  await stage.deliver(id);
  expect(versions()).toEqual([2, 3]);
});

it('leaves a receiver alone as long as it asks, and keeps the order behind it', async () => {
  const { id } = await made();
  receiver.answerStatus(503, { 'retry-after': '600' });
  await publish(2);
  await publish(3);
  expect(await stage.deliver(id)).toBe(1);
  receiver.answerStatus(200);
  stage.pass(500);
  expect(await stage.deliver(id)).toBe(0);
  stage.pass(200);
  expect(await stage.deliver(id)).toBe(2);
  expect(versions()).toEqual([2, 2, 3]);
});

it('stops at 410 Gone', async () => {
  const { id } = await made();
  receiver.answerStatus(410);
  await publish(2);
  await publish(3);
  expect(await stage.deliver(id)).toBe(1);
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ pausedBecause: 'gone', dead: 1, waiting: 1 });
  expect(await pausesOf(id)).toEqual([pausedBy('gone')]);
});

it('does not follow redirects', async () => {
  const { id } = await made();
  receiver.answerStatus(307, { location: `http://127.0.0.1:${receiver.port}/elsewhere` });
  await publish(2);
  await stage.deliver(id);
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks']);
  const { items } = await listDeliveries(stage.ctx, { webhookId: id, limit: 10 });
  expect(items[0]).toMatchObject({ state: 'waiting', status: 307 });
});

it('refuses a name that stands for something inside by the time of the delivery', async () => {
  const answers = [['127.0.0.1'], ['127.0.0.2']];
  const policy = { openInternet: false, allow: parseAllowList('127.0.0.1') ?? [], plainHttp: true };
  const outgoing = openOutgoing(policy, async () => answers.shift() ?? ['127.0.0.2']);
  const address = `http://hooks.example.org:${receiver.port}/hooks`;
  const { id } = await stage.make(receiver.address, projectId, ['guidelines.published']);
  await updateWebhook(stage.ctx, { webhookId: id, address }, { ...stage.settings, outgoing });
  await publish(2);
  await stage.deliver(id, { outgoing });
  expect(receiver.received).toEqual([]);
  const { items } = await listDeliveries(stage.ctx, { webhookId: id, limit: 10 });
  expect(items[0]).toMatchObject({ state: 'waiting', status: null, fault: 'not_allowed' });
});

it('sends again, with the same id, what a worker had in its hands when it died', async () => {
  const { id } = await made();
  await publish(2);
  // Sent, and dead before it wrote that down.
  const taken = await inTransaction(db, (tx) =>
    takeNext(tx, id, new Date(stage.ctx.clock.now()).toISOString()),
  );
  expect(taken?.tries).toBe(1);
  expect(await stage.deliver(id)).toBe(0);
  stage.pass(61);
  expect(await sweepWebhooks(stage.ctx)).toBe(1);
  expect(await stage.deliver(id)).toBe(1);
  expect(receiver.events().map(({ id: eventId }) => eventId)).toEqual([taken?.eventId]);
  const { items } = await listDeliveries(stage.ctx, { webhookId: id, limit: 10 });
  expect(items[0]).toMatchObject({ state: 'delivered', tries: 2 });
});

it('is sent by one worker at a time, each delivery once', async () => {
  const { id } = await made();
  for (const version of [2, 3, 4, 5, 6]) await publish(version);
  const runs = await Promise.all([stage.deliver(id), stage.deliver(id), stage.deliver(id)]);
  expect(runs.reduce((sum, one) => sum + one, 0) + (await stage.deliver(id))).toBe(5);
  expect(versions()).toEqual([2, 3, 4, 5, 6]);
});

it('sends dead deliveries again on demand, one or all, and nothing that is on its way', async () => {
  const { id } = await made();
  receiver.answerStatus(410);
  for (const version of [2, 3]) {
    await publish(version);
    await stage.deliver(id);
    await updateWebhook(stage.ctx, { webhookId: id, state: 'active' }, stage.settings);
  }
  const { items } = await listDeliveries(stage.ctx, { webhookId: id, limit: 10 });
  expect(items.map(({ state }) => state)).toEqual(['dead', 'dead']);
  receiver.answerStatus(204);
  await redeliver(stage.ctx, { webhookId: id, deliveryId: items[0]!.id });
  await expect(redeliver(stage.ctx, { webhookId: id, deliveryId: items[0]!.id })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  expect(await redeliverDead(stage.ctx, id)).toMatchObject({ redelivered: 1, projectId });
  stage.pass(60);
  expect(await stage.deliver(id)).toBe(2);
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ waiting: 0, dead: 0 });
});

it('sends a test once, also while it is paused, and counts it for nothing', async () => {
  const { id } = await made();
  await updateWebhook(stage.ctx, { webhookId: id, state: 'paused' }, stage.settings);
  receiver.answerStatus(500);
  const { deliveryId } = await testWebhook(stage.ctx, id);
  expect(await stage.deliver(id)).toBe(1);
  expect(receiver.events()[0]).toMatchObject({
    id: deliveryId,
    type: 'webhook.test',
    data: { webhookId: id },
  });
  expect(await getDelivery(stage.ctx, { webhookId: id, deliveryId })).toMatchObject({
    state: 'dead',
    tries: 1,
  });
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ failures: 0, pausedBecause: 'person' });
});

it('keeps secrets sealed, and pauses where the key is another one', async () => {
  const { id, secret } = await made();
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const plain = Buffer.from(secret.replace('whsec_', ''), 'base64');
  expect([plain.length, row.secret.includes(plain)]).toEqual([32, false]);
  await publish(2);
  expect(await stage.deliver(id, { sealer: Sealer.ofOneRun() })).toBe(0);
  expect(await getWebhook(stage.ctx, id)).toMatchObject({ pausedBecause: 'secret', waiting: 1 });
  expect(await pausesOf(id)).toEqual([pausedBy('secret')]);
  expect(stage.logLines.join()).not.toContain(secret);
});

it('sends nothing of a project in the trash, nor of a webhook that was removed', async () => {
  const { id } = await made();
  await publish(2);
  await db.updateTable('projects').set({ deleted_at: 'now' }).where('id', '=', projectId).execute();
  expect([await sweepWebhooks(stage.ctx), await stage.deliver(id)]).toEqual([0, 0]);
  await db.updateTable('projects').set({ deleted_at: null }).where('id', '=', projectId).execute();
  expect(await sweepWebhooks(stage.ctx)).toBe(1);
  await deleteWebhook(stage.ctx, id);
  await publish(3);
  expect([await sweepWebhooks(stage.ctx), await stage.deliver(id)]).toEqual([0, 0]);
  await expect(getWebhook(stage.ctx, id)).rejects.toMatchObject({ code: 'not_found' });
  const row = await db.selectFrom('webhooks').select('secret').where('id', '=', id).executeTakeFirst();
  expect(row?.secret.length).toBe(0);
});

it('keeps deliveries for a while: first what waits is given up, then all of it goes', async () => {
  const { id } = await made();
  await publish(2);
  await stage.deliver(id);
  await updateWebhook(stage.ctx, { webhookId: id, state: 'paused' }, stage.settings);
  await publish(3);
  stage.pass(29 * 86_400);
  expect(await retireDeliveries(stage.ctx)).toBe(0);
  stage.pass(2 * 86_400);
  expect(await retireDeliveries(stage.ctx)).toBe(1);
  const { items } = await listDeliveries(stage.ctx, { webhookId: id, limit: 10 });
  expect(items.map(({ state, tries }) => [state, tries])).toEqual([['dead', 0]]);
  stage.pass(31 * 86_400);
  expect(await retireDeliveries(stage.ctx)).toBe(1);
});

it('pages and narrows the log', async () => {
  const { id } = await made();
  for (const version of [2, 3, 4]) await publish(version);
  await testWebhook(stage.ctx, id);
  const first = await listDeliveries(stage.ctx, { webhookId: id, limit: 3 });
  const rest = await listDeliveries(stage.ctx, { webhookId: id, limit: 3, cursor: first.nextCursor! });
  expect([...first.items, ...rest.items].map(({ type }) => type)).toEqual([
    'webhook.test',
    'guidelines.published',
    'guidelines.published',
    'guidelines.published',
  ]);
  expect(rest.nextCursor).toBeNull();
  const only = await listDeliveries(stage.ctx, { webhookId: id, type: 'webhook.test', limit: 9 });
  expect(only.items.length).toBe(1);
  expect((await listDeliveries(stage.ctx, { webhookId: id, to: '2020-01-01', limit: 9 })).items).toEqual([]);
  expect(
    (await listDeliveries(stage.ctx, { webhookId: id, from: '2020-01-01', limit: 9 })).items.length,
  ).toBe(4);
});
