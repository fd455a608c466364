import { sql } from 'kysely';
import type { CallOutput } from '@pairwright/contract/client';
import { Problem } from '@pairwright/contract/errors';
import { TEST_EVENT } from '@pairwright/contract/webhook-event-names';
import type { Delivery } from '@pairwright/contract/webhooks';
import { type Page, toPage } from '@pairwright/db/cursor';
import { afterCommit, inTransaction } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { type DeliveryFilter, findDeliveries, findDelivery } from './deliveries.queries.ts';
import { holdWebhook, readWebhook } from './webhooks.queries.ts';

type Of = { readonly webhookId: string; readonly deliveryId: string };
type InProject = { projectId: string | null };

/** What was sent and what waits, newest first. Throws Problem `not_found` and InvalidCursor. */
export async function listDeliveries(
  ctx: Context,
  { webhookId, ...filter }: DeliveryFilter & { readonly webhookId: string },
): Promise<Page<Delivery>> {
  await readWebhook(ctx.db.db, ctx, webhookId);
  const rows = await findDeliveries(ctx.db.db, webhookId, filter);
  const { items, nextCursor } = toPage(rows, filter.limit, (row) => [row.seq]);
  return { items: items.map(({ seq: _seq, ...delivery }) => delivery), nextCursor };
}

/** One delivery with its body and its tries. Throws Problem `not_found`. */
export async function getDelivery(ctx: Context, of: Of): Promise<CallOutput<'getDelivery'>> {
  await readWebhook(ctx.db.db, ctx, of.webhookId);
  const found = await findDelivery(ctx.db.db, of);
  if (found === undefined) throw new Problem('not_found');
  return found;
}

const again = ({ clock }: Context) =>
  ({
    state: 'waiting',
    tries_before: sql<number>`tries`,
    next_at: new Date(clock.now()).toISOString(),
    done_at: null,
  }) as const;

/** Sends a delivery again that is at rest. Throws Problem `not_found`, or `wrong_state` while it is on its way. */
export async function redeliver(ctx: Context, { webhookId, deliveryId }: Of): Promise<InProject> {
  return inTransaction(ctx.db.db, async (db) => {
    const held = await holdWebhook(db, ctx, webhookId);
    const delivery = await db
      .selectFrom('webhook_deliveries')
      .select(['seq', 'state'])
      .where('webhook_id', '=', webhookId)
      .where('event_id', '=', deliveryId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (delivery === undefined) throw new Problem('not_found');
    if (delivery.state === 'waiting' || delivery.state === 'sending')
      throw new Problem('wrong_state', { detail: 'This delivery is on its way already.' });
    await db.updateTable('webhook_deliveries').set(again(ctx)).where('seq', '=', delivery.seq).execute();
    afterCommit(db, () => ctx.queue.enqueue('webhooks.deliver', { webhookId }));
    return held;
  });
}

/** Sends all deliveries again whose tries are used up. Throws Problem `not_found`. */
export async function redeliverDead(
  ctx: Context,
  webhookId: string,
): Promise<InProject & { redelivered: number }> {
  return inTransaction(ctx.db.db, async (db) => {
    const held = await holdWebhook(db, ctx, webhookId);
    const done = await db
      .updateTable('webhook_deliveries')
      .set(again(ctx))
      .where('webhook_id', '=', webhookId)
      .where('state', '=', 'dead')
      .executeTakeFirst();
    afterCommit(db, () => ctx.queue.enqueue('webhooks.deliver', { webhookId }));
    return { ...held, redelivered: Number(done.numUpdatedRows) };
  });
}

/** Puts a test in line, which is sent once, whatever the webhook wants and although it may be paused. Throws Problem `not_found`. */
export async function testWebhook(
  ctx: Context,
  webhookId: string,
): Promise<InProject & { deliveryId: string }> {
  return inTransaction(ctx.db.db, async (db) => {
    const { projectId } = await holdWebhook(db, ctx, webhookId);
    const deliveryId = ctx.ids.next();
    const now = new Date(ctx.clock.now()).toISOString();
    await db
      .insertInto('webhook_deliveries')
      .values({
        webhook_id: webhookId,
        event_id: deliveryId,
        type: TEST_EVENT,
        body: JSON.stringify({
          id: deliveryId,
          type: TEST_EVENT,
          timestamp: now,
          projectId,
          data: { webhookId },
        }),
        occurred_at: now,
        next_at: now,
      })
      .execute();
    afterCommit(db, () => ctx.queue.enqueue('webhooks.deliver', { webhookId }));
    return { projectId, deliveryId };
  });
}
