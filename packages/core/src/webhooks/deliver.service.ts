import { performance } from 'node:perf_hooks';
import { TEST_EVENT } from '@pairwright/contract/webhook-event-names';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { holdAfter, isHopeless, readRetryAfter, waitAfter } from '@pairwright/domain/webhooks/retry';
import { SealError } from '@pairwright/runtime/sealed-secrets';
import type { Services } from '../context.ts';
import { webhookKeys } from '../secrets/stored-secrets.ts';
import { type Sent, send } from './send.ts';
import type { WebhookSettings } from './settings.ts';
import { signatureHeaders } from './sign.ts';
import {
  findDue,
  findUnanswered,
  type HeldWebhook,
  holdForSending,
  insertTry,
  noteFailed,
  noteGood,
  pauseWebhook,
  putDown,
  type Rest,
  takeNext,
  type TakenDelivery,
} from './take.queries.ts';

/** Of one run; the sweep goes on after it. */
const MOST_IN_A_RUN = 1_000;

const timeOf = (ms: number): string => new Date(ms).toISOString();

/** Has every webhook with something due worked on, once those for which nobody answers are paused; gives how many. */
export async function sweepWebhooks(
  services: Pick<Services, 'db' | 'queue' | 'clock' | 'log'>,
): Promise<number> {
  const now = timeOf(services.clock.now());
  for (const webhookId of await findUnanswered(services.db.db))
    await inTransaction(services.db.db, async (db) => {
      const webhook = await holdForSending(db, webhookId, now);
      if (webhook !== undefined) await pauseUnanswered(services, db, { webhookId, webhook });
    });
  const due = await findDue(services.db.db, now);
  for (const webhookId of due) await services.queue.enqueue('webhooks.deliver', { webhookId });
  return due.length;
}

export interface Run {
  readonly webhookId: string;
  readonly signal: AbortSignal;
}

/**
 * Sends what is due of a webhook, one after the other in the order of what happened; gives how many tries it made. A worker that dies
 * between sending and writing it down leads to the same request again, with the same id. Throws the reason of the signal.
 */
export async function deliverDue(services: Services, settings: WebhookSettings, run: Run): Promise<number> {
  for (let made = 0; made < MOST_IN_A_RUN; made += 1) {
    run.signal.throwIfAborted();
    const taken = await take(services, run.webhookId);
    if (taken === undefined) return made;
    await tryOnce(services, settings, { ...run, taken });
  }
  return MOST_IN_A_RUN;
}

interface Taken {
  readonly webhook: HeldWebhook;
  readonly delivery: TakenDelivery;
  readonly secrets: readonly Buffer[];
}

/** Nothing goes out in the name of who may not do this any more. What happens waits for whoever takes the webhook over. */
async function pauseUnanswered(
  { log }: Pick<Services, 'log'>,
  db: Tx,
  { webhookId, webhook }: { webhookId: string; webhook: HeldWebhook },
): Promise<boolean> {
  const { state, unanswered } = webhook;
  if (state === 'paused' || unanswered === null) return false;
  await pauseWebhook(db, webhookId, unanswered);
  log.warn({ webhookId, because: unanswered }, 'a webhook was paused');
  return true;
}

function take(services: Services, webhookId: string): Promise<Taken | undefined> {
  const now = timeOf(services.clock.now());
  return inTransaction(services.db.db, async (db) => {
    const webhook = await holdForSending(db, webhookId, now);
    if (webhook === undefined || (await pauseUnanswered(services, db, { webhookId, webhook })))
      return undefined;
    const secrets = openSecrets(services, webhookId, webhook);
    if (secrets === undefined) {
      await pauseWebhook(db, webhookId, 'secret');
      return undefined;
    }
    const delivery = await takeNext(db, webhookId, now);
    return delivery && { webhook, delivery, secrets };
  });
}

/** The secret, and the one before while it signs too; undefined when no key opens them. */
function openSecrets(
  { sealer, log }: Services,
  webhookId: string,
  { secret, oldSecret }: HeldWebhook,
): Buffer[] | undefined {
  try {
    return [secret, ...(oldSecret === null ? [] : [oldSecret])].map((stored) =>
      webhookKeys.open(sealer, webhookId, stored),
    );
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    log.error({ webhookId, reason: error.message }, 'the secret of a webhook cannot be opened');
    return undefined;
  }
}

async function tryOnce(
  services: Services,
  { outgoing, onTry }: WebhookSettings,
  { webhookId, signal, taken }: Run & { readonly taken: Taken },
): Promise<void> {
  const { webhook, delivery, secrets } = taken;
  const began = services.clock.now();
  const said = { id: delivery.eventId, timestamp: Math.floor(began / 1000), body: delivery.body };
  const headers = { 'content-type': 'application/json', ...signatureHeaders(said, secrets) };
  const clock = performance.now();
  const sent = await send(outgoing, { address: webhook.address, headers, body: delivery.body, signal });
  const tookMs = Math.round(performance.now() - clock);
  const { seq, tries } = delivery;
  const { status, fault, answer } = sent;
  const rest = await inTransaction(services.db.db, async (db) => {
    const made = { seq, number: tries, beganAt: timeOf(began), tookMs, headers, status, fault, answer };
    await insertTry(db, made);
    return settle(services, db, { webhookId, taken, sent });
  });
  onTry?.(results[rest.state]);
}

const results = { delivered: 'delivered', waiting: 'failed', dead: 'given_up' } as const;

interface Tried {
  readonly webhookId: string;
  readonly taken: Taken;
  readonly sent: Sent;
}

/** Gives what becomes of the delivery. */
async function settle(services: Services, db: Tx, { webhookId, taken, sent }: Tried): Promise<Rest> {
  const at = services.clock.now();
  const now = timeOf(at);
  const { webhook, delivery } = taken;
  const { seq, tries, type } = delivery;
  const asked = readRetryAfter(sent.retryAfter, at);
  const rest = restOf(services, { delivery, sent, asked, at });
  const isMine = await putDown(db, { seq, tries, now, rest });
  if (!isMine) return rest;
  const facts = { webhookId, deliveryId: delivery.eventId, status: sent.status, fault: sent.fault };
  if (rest.state === 'delivered') {
    if (type !== TEST_EVENT) await noteGood(db, webhookId, now);
    return rest;
  }
  if (rest.state === 'dead') services.log.warn(facts, 'a delivery of a webhook was given up');
  if (type === TEST_EVENT) return rest;
  const failures = webhook.failures + 1;
  await noteFailed(db, webhookId, { now, heldUntil: timeOf(at + holdAfter(failures, asked)) });
  const since = webhook.failingSince === null ? at : Date.parse(webhook.failingSince);
  const because = sent.status === 410 ? 'gone' : isHopeless(failures, { since, now: at }) ? 'failures' : null;
  if (because === null) return rest;
  services.log.warn({ ...facts, because }, 'a webhook was paused');
  await pauseWebhook(db, webhookId, because);
  return rest;
}

function restOf(
  { ids }: Pick<Services, 'ids'>,
  { delivery, sent, asked, at }: { delivery: TakenDelivery; sent: Sent; asked: number | null; at: number },
): Rest {
  const { status } = sent;
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered' };
  if (status === 410 || delivery.type === TEST_EVENT) return { state: 'dead' };
  const wait = waitAfter(delivery.tries - delivery.triesBefore, { random: fractionOf(ids.next()), asked });
  return wait === null ? { state: 'dead' } : { state: 'waiting', nextAt: timeOf(at + wait) };
}

/** The last digits of an id are random. */
function fractionOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 0x1_0000_0000;
}
