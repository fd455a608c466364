import { sql } from 'kysely';
import type { CallOutput } from '@pairwright/contract/client';
import type { Delivery, DeliveryTry } from '@pairwright/contract/webhooks';
import { decodeCursor, InvalidCursor } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';

export interface DeliveryFilter {
  readonly state?: Delivery['state'] | undefined;
  readonly type?: Delivery['type'] | undefined;
  /** Days in UTC, both of them included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

type Row = Delivery & { readonly seq: number };

const columns = sql`d.seq, d.event_id as id, d.type, d.state, d.occurred_at as "occurredAt", d.tries, t.status, t.fault,
  case when d.state in ('waiting', 'sending') then d.next_at end as "nextAt", d.done_at as "doneAt"`;
const from = sql`webhook_deliveries d left join lateral (
  select t.status, t.fault from webhook_tries t where t.delivery_seq = d.seq order by t.number desc limit 1) t on true`;

/** Newest first, one more than `limit`. Throws InvalidCursor. */
export async function findDeliveries(
  db: Executor,
  webhookId: string,
  filter: DeliveryFilter,
): Promise<Row[]> {
  const day = (text: string, days: number) =>
    sql`(${text}::date + ${days}::int)::timestamp at time zone 'UTC'`;
  const { rows } = await sql<Row>`
    select ${columns} from ${from} where d.webhook_id = ${webhookId}
      ${filter.cursor === undefined ? sql`` : sql`and d.seq < ${seqOf(filter.cursor)}::bigint`}
      ${filter.state === undefined ? sql`` : sql`and d.state = ${filter.state}`}
      ${filter.type === undefined ? sql`` : sql`and d.type = ${filter.type}`}
      ${filter.from === undefined ? sql`` : sql`and d.occurred_at >= ${day(filter.from, 0)}`}
      ${filter.to === undefined ? sql`` : sql`and d.occurred_at < ${day(filter.to, 1)}`}
    order by d.seq desc limit ${filter.limit + 1}`.execute(db);
  return rows;
}

function seqOf(cursor: string): string {
  const [seq = ''] = decodeCursor(cursor, 1);
  if (!/^\d{1,18}$/.test(seq)) throw new InvalidCursor();
  return seq;
}

/** With body and tries; undefined where there is none. */
export async function findDelivery(
  db: Executor,
  of: { readonly webhookId: string; readonly deliveryId: string },
): Promise<CallOutput<'getDelivery'> | undefined> {
  const { rows } = await sql<Row & { body: string }>`
    select ${columns}, d.body from ${from} where d.webhook_id = ${of.webhookId} and d.event_id = ${of.deliveryId}`.execute(
    db,
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const tries = await sql<DeliveryTry>`
    select number, began_at as "beganAt", took_ms as "tookMs", headers, status, fault, answer
    from webhook_tries where delivery_seq = ${found.seq} order by number desc limit 100`.execute(db);
  const { seq: _seq, ...delivery } = found;
  return { ...delivery, history: tries.rows };
}
