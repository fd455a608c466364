import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { getDelivery, listDeliveries } from '@pairwright/core/webhooks/deliveries.service';
import { openReceiver, openStage } from '@pairwright/core/webhooks/webhooks.fixture';
import { createWebhook } from '@pairwright/core/webhooks/webhooks.service';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { startProgram } from '@pairwright/testkit/program';
import { quickWorker } from '@pairwright/testkit/quick-worker';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';
import { until } from './killed-exports.fixture.ts';

const database = await createTestDatabase({ poolSize: 8 });
const dataDir = await mkdtemp(path.join(tmpdir(), 'pairwright-webhook-kill-'));
const program = await quickWorker();
const receiver = await openReceiver();
afterAll(async () => {
  await receiver.close();
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
});

test('a worker killed after it has sent, and before it has written that down, leads to the same request again', async () => {
  // The worker has the key that the secret is sealed with.
  const key = randomBytes(32);
  const { ctx, settings } = await openStage(database, new Sealer([key]));
  const { projectId } = await createProject(database, { comparisons: 1 });
  const webhook = { projectId, address: receiver.address, description: '' };
  const { id } = await createWebhook(ctx, { ...webhook, events: ['guidelines.published'] }, settings);
  const env = {
    DATABASE_URL: database.url,
    PAIRWRIGHT_DATA: dataDir,
    LOG_LEVEL: 'info',
    OUTGOING_INTERNET: 'false',
    OUTGOING_ALLOW: `127.0.0.1:${receiver.port}`,
    OUTGOING_HTTP: 'true',
    SECRET_KEYS: key.toString('hex'),
  };
  // It has the request, and does not answer.
  receiver.answerWith(() => undefined);
  const publish = (version: number) =>
    database.db.insertInto('guidelines').values({ project_id: projectId, version, markdown: 'x' }).execute();
  await publish(2);
  await publish(3);
  const first = await startProgram(program, env);
  await until(async () => (receiver.received.length > 0 ? true : undefined), first);
  await first.kill('SIGKILL');
  const { items } = await listDeliveries(ctx, { webhookId: id, limit: 10 });
  expect(items.map(({ state, tries }) => [state, tries])).toEqual([
    ['waiting', 0],
    ['sending', 1],
  ]);
  // The time that it may hold a delivery for is over.
  await database.db
    .updateTable('webhook_deliveries')
    .set({ sending_until: '2000-01-01' })
    .where('state', '=', 'sending')
    .execute();

  receiver.answerStatus(204);
  const second = await startProgram(program, env);
  await until(async () => (receiver.received.length >= 3 ? true : undefined), second);
  const [sent, again, next] = receiver.received;
  expect(again?.body).toBe(sent?.body);
  expect(again?.headers['webhook-id']).toBe(sent?.headers['webhook-id']);
  expect(receiver.events().map(({ data }) => data)).toEqual([{ version: 2 }, { version: 2 }, { version: 3 }]);
  expect(next?.headers['webhook-id']).not.toBe(sent?.headers['webhook-id']);
  const done = await until(async () => {
    const found = await getDelivery(ctx, { webhookId: id, deliveryId: String(again?.headers['webhook-id']) });
    return found.state === 'delivered' ? found : undefined;
  }, second);
  expect(done).toMatchObject({ tries: 2, history: [{ number: 2, status: 204 }] });
  await second.kill('SIGTERM');
  expect(second.process.exitCode, second.output()).toBe(0);
}, 120_000);
