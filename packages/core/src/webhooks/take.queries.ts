import { sql } from 'kysely';
import { TEST_EVENT } from '@pairwright/contract/webhook-event-names';
import type { Webhook } from '@pairwright/contract/webhooks';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { personMaySql, tokenMaySql } from '../access/still-may.sql.ts';
import { recordSystem } from '../audit/record-system.ts';

/** Longer than a try can take. */
const HELD_SECONDS = 60;

/** A webhook as whoever sends for it needs it. */
export interface HeldWebhook {
  readonly address: string;
  readonly state: 'active' | 'paused';
  readonly failures: number;
  readonly failingSince: string | null;
  readonly secret: Buffer;
  readonly oldSecret: Buffer | null;
  /** Why nobody answers for it any more; null while somebody does. */
  readonly unanswered: 'rights' | 'token' | null;
}

export interface TakenDelivery {
  readonly seq: number;
  readonly eventId: string;
  readonly type: string;
  readonly body: string;
  /** With this one. */
  readonly tries: number;
  readonly triesBefore: number;
}

const isDue = (now: string) =>
  sql`((d.state = 'waiting' and d.next_at <= ${now}::timestamptz) or (d.state = 'sending' and d.sending_until <= ${now}::timestamptz))`;

const responsible = {
  user: sql<string | null>`coalesce(w.responsible_id, w.created_by)`,
  token: sql<string | null>`w.responsible_token_id`,
  project: sql<string | null>`w.project_id`,
};
/** Of webhooks `w`. Owners manage every webhook, whatever their role in a project is. */
const unansweredSql = sql<HeldWebhook['unanswered']>`case
  when not (${personMaySql(responsible, 'manage')}
    or exists (select from users o where o.id = ${responsible.user} and o.is_owner and o.disabled_at is null)) then 'rights'
  when not ${tokenMaySql(responsible, 'manage')} then 'token' end`;

/** Active webhooks for which nobody answers any more. */
export async function findUnanswered(db: Executor): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from webhooks w where w.deleted_at is null and w.state = 'active' and ${unansweredSql} is not null
    order by w.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Webhooks that have something to send at `now`. */
export async function findDue(db: Executor, now: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id from webhooks w where w.deleted_at is null
      and not exists (select from projects p where p.id = w.project_id and p.deleted_at is not null)
      and exists (select from webhook_deliveries d where d.webhook_id = w.id and ${isDue(now)}
        and (d.type = ${TEST_EVENT} or (w.state = 'active' and coalesce(w.held_until <= ${now}::timestamptz, true))))
    order by w.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Holds the webhook; undefined when it was removed, or is in the trash with its project. */
export async function holdForSending(
  db: Tx,
  webhookId: string,
  now: string,
): Promise<HeldWebhook | undefined> {
  const { rows } = await sql<HeldWebhook>`
    select w.address, w.state, w.failures, w.failing_since as "failingSince", w.secret,
      case when w.old_secret_until > ${now}::timestamptz then w.old_secret end as "oldSecret",
      ${unansweredSql} as unanswered
    from webhooks w where w.id = ${webhookId} and w.deleted_at is null
      and not exists (select from projects p where p.id = w.project_id and p.deleted_at is not null)
    for no key update of w`.execute(db);
  return rows[0];
}

/** Takes the first delivery that is due, unless one is being sent. Needs `holdForSending`. */
export async function takeNext(db: Tx, webhookId: string, now: string): Promise<TakenDelivery | undefined> {
  const { rows } = await sql<TakenDelivery>`
    update webhook_deliveries set state = 'sending', tries = tries + 1, sending_until = ${now}::timestamptz + make_interval(secs => ${HELD_SECONDS})
    where seq = (
      select d.seq from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.webhook_id = ${webhookId} and ${isDue(now)}
        and (d.type = ${TEST_EVENT} or (w.state = 'active' and coalesce(w.held_until <= ${now}::timestamptz, true)))
        and not exists (select from webhook_deliveries s
          where s.webhook_id = d.webhook_id and s.state = 'sending' and s.sending_until > ${now}::timestamptz)
      order by d.seq limit 1)
    returning seq, event_id as "eventId", type, body, tries, tries_before as "triesBefore"`.execute(db);
  return rows[0];
}

export interface TryMade {
  readonly seq: number;
  readonly number: number;
  readonly beganAt: string;
  readonly tookMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;
  readonly fault: string | null;
  readonly answer: string | null;
}

export async function insertTry(db: Tx, made: TryMade): Promise<void> {
  await db
    .insertInto('webhook_tries')
    .values({
      delivery_seq: made.seq,
      number: made.number,
      began_at: made.beganAt,
      took_ms: made.tookMs,
      headers: JSON.stringify(made.headers),
      status: made.status,
      fault: made.fault,
      answer: made.answer,
    })
    .onConflict((conflict) => conflict.columns(['delivery_seq', 'number']).doNothing())
    .execute();
}

/** What becomes of a delivery after a try. */
export type Rest =
  | { readonly state: 'delivered' | 'dead' }
  | { readonly state: 'waiting'; readonly nextAt: string };

/** Puts the delivery where it belongs after this try; false when another worker has taken it over meanwhile. */
export async function putDown(
  db: Tx,
  { seq, tries, now, rest }: { seq: number; tries: number; now: string; rest: Rest },
): Promise<boolean> {
  const done = await db
    .updateTable('webhook_deliveries')
    .set({
      state: rest.state,
      sending_until: null,
      ...(rest.state === 'waiting' ? { next_at: rest.nextAt } : { done_at: now }),
    })
    .where('seq', '=', seq)
    .where('state', '=', 'sending')
    .where('tries', '=', tries)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function noteGood(db: Tx, webhookId: string, now: string): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ failures: 0, failing_since: null, held_until: null, delivered_at: now })
    .where('id', '=', webhookId)
    .execute();
}

export async function noteFailed(
  db: Tx,
  webhookId: string,
  { now, heldUntil }: { now: string; heldUntil: string },
): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({
      failures: sql<number>`failures + 1`,
      failing_since: sql<string>`coalesce(failing_since, ${now}::timestamptz)`,
      held_until: heldUntil,
    })
    .where('id', '=', webhookId)
    .execute();
}

type PausedByItself = Exclude<NonNullable<Webhook['pausedBecause']>, 'person'>;

/** Pauses it by itself, which is written down. Call it last in the transaction. */
export async function pauseWebhook(db: Tx, webhookId: string, because: PausedByItself): Promise<void> {
  const paused = await db
    .updateTable('webhooks')
    .set({ state: 'paused', paused_because: because })
    .where('id', '=', webhookId)
    .where('state', '=', 'active')
    .returning('project_id')
    .executeTakeFirst();
  if (paused === undefined) return;
  await recordSystem(db, {
    action: 'pauseWebhook',
    objectKind: 'webhook',
    objectId: webhookId,
    projectId: paused.project_id,
    before: { state: 'active', paused_because: null },
    after: { state: 'paused', paused_because: because },
  });
}
