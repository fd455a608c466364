import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import { type WebhookEvent, webhookEventScopes } from '@pairwright/contract/webhook-event-names';
import { MOST_WEBHOOKS, OLD_SECRET_HOURS, type Webhook } from '@pairwright/contract/webhooks';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Context } from '../context.ts';
import { webhookKeys } from '../secrets/stored-secrets.ts';
import { checkAddress } from './address.ts';
import type { WebhookSettings } from './settings.ts';
import { newSigningSecret, writtenSecret } from './sign.ts';
import { findWebhooks, holdWebhook, readWebhook, requireManaged } from './webhooks.queries.ts';

/** Webhooks of a project, or without one of the installation, newest first. Throws Problem `not_found`. */
export async function listWebhooks(
  ctx: Context,
  { projectId = null }: { projectId?: string | null | undefined },
): Promise<{ items: Webhook[] }> {
  await requireManaged(ctx.db.db, ctx, projectId);
  return { items: await findWebhooks(ctx.db.db, projectId) };
}

/** Throws Problem `not_found`. */
export function getWebhook(ctx: Context, webhookId: string): Promise<Webhook> {
  return readWebhook(ctx.db.db, ctx, webhookId);
}

export interface NewWebhook {
  readonly projectId: string | null;
  readonly address: string;
  readonly description: string;
  readonly events: readonly WebhookEvent[];
}

/**
 * Makes a webhook with a secret of its own, which is told once. Throws Problem `not_found`, `invalid_request` (an address that
 * may not be reached, or an event that a project cannot have) or `wrong_state` (too many).
 */
export async function createWebhook(
  ctx: Context,
  input: NewWebhook,
  { outgoing }: WebhookSettings,
): Promise<Webhook & { secret: string }> {
  const { projectId, description } = input;
  await requireManaged(ctx.db.db, ctx, projectId);
  requireScope(projectId, input.events);
  const address = await checkAddress(outgoing, input.address);
  const id = ctx.ids.next();
  const secret = newSigningSecret();
  return inTransaction(ctx.db.db, async (db) => {
    await requireRoom(db, projectId);
    await db
      .insertInto('webhooks')
      .values({
        id,
        project_id: projectId,
        address,
        description,
        events: [...input.events],
        secret: webhookKeys.seal(ctx.sealer, id, secret),
        created_by: ctx.actor.userId,
        ...answeredBy(ctx),
      })
      .execute();
    return { ...(await readWebhook(db, ctx, id)), secret: writtenSecret(secret) };
  });
}

/** Who answers for it from now on; without them it is paused. */
const answeredBy = ({ actor }: Context) =>
  ({ responsible_id: actor.userId, responsible_token_id: actor.tokenId }) as const;

/** One after the other: counted and made by the same transaction. */
async function requireRoom(db: Tx, projectId: string | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('webhooks ' || ${projectId ?? ''}, 0))`.execute(db);
  if ((await findWebhooks(db, projectId)).length >= MOST_WEBHOOKS)
    throw new Problem('wrong_state', { detail: `There are ${MOST_WEBHOOKS} webhooks already. Remove one.` });
}

function requireScope(projectId: string | null, events: readonly WebhookEvent[]): void {
  if (projectId === null) return;
  const wrong = events.filter((event) => webhookEventScopes[event] === 'installation');
  if (wrong.length === 0) return;
  const rule = 'only webhooks of the installation are told of this event';
  throw new Problem('invalid_request', {
    detail: `${wrong.join(', ')}: ${rule}.`,
    faults: wrong.map((event) => ({
      path: `body.events.${events.indexOf(event)}`,
      value: event,
      rule,
      fix: 'Leave it out, or let the owner make a webhook of the installation.',
    })),
  });
}

export interface WebhookChange {
  readonly address?: string | undefined;
  readonly description?: string | undefined;
  readonly events?: readonly WebhookEvent[] | undefined;
  readonly state?: 'active' | 'paused' | undefined;
}

/**
 * Changes a webhook; what is left out stays. Going on sends what waits. Who says where it goes, what it tells, or that it goes on,
 * answers for it from then on. Throws as `createWebhook` does.
 */
export async function updateWebhook(
  ctx: Context,
  { webhookId, ...change }: WebhookChange & { readonly webhookId: string },
  { outgoing }: WebhookSettings,
): Promise<Webhook> {
  const { projectId } = await readWebhook(ctx.db.db, ctx, webhookId);
  const { events, description, state } = change;
  if (events !== undefined) requireScope(projectId, events);
  const address = change.address === undefined ? undefined : await checkAddress(outgoing, change.address);
  const takesOver = address !== undefined || events !== undefined || state === 'active';
  return inTransaction(ctx.db.db, async (db) => {
    await holdWebhook(db, ctx, webhookId);
    const changes = {
      ...(address === undefined ? {} : { address, held_until: null }),
      ...(description === undefined ? {} : { description }),
      ...(events === undefined ? {} : { events: [...events] }),
      ...(state === undefined ? {} : state === 'active' ? fresh : pausedByPerson),
      ...(takesOver ? answeredBy(ctx) : {}),
    };
    if (Object.keys(changes).length > 0)
      await db.updateTable('webhooks').set(changes).where('id', '=', webhookId).execute();
    return readWebhook(db, ctx, webhookId);
  });
}

const fresh = {
  state: 'active',
  paused_because: null,
  failures: 0,
  failing_since: null,
  held_until: null,
} as const;
const pausedByPerson = {
  state: 'paused',
  paused_because: sql<'person'>`coalesce(paused_because, 'person')`,
} as const;

/** Makes a new secret; the one before signs too for a while. Throws Problem `not_found`. */
export async function rotateWebhookSecret(
  ctx: Context,
  webhookId: string,
): Promise<Webhook & { secret: string }> {
  const secret = newSigningSecret();
  return inTransaction(ctx.db.db, async (db) => {
    await holdWebhook(db, ctx, webhookId);
    await db
      .updateTable('webhooks')
      .set({
        old_secret: sql<Buffer>`secret`,
        old_secret_until: sql<string>`now() + make_interval(hours => ${OLD_SECRET_HOURS})`,
        secret: webhookKeys.seal(ctx.sealer, webhookId, secret),
      })
      .where('id', '=', webhookId)
      .execute();
    return { ...(await readWebhook(db, ctx, webhookId)), secret: writtenSecret(secret) };
  });
}

/** Removes a webhook with its secrets; its deliveries go by and by with the others. Throws Problem `not_found`. */
export async function deleteWebhook(ctx: Context, webhookId: string): Promise<{ projectId: string | null }> {
  return inTransaction(ctx.db.db, async (db) => {
    const held = await holdWebhook(db, ctx, webhookId);
    await db
      .updateTable('webhooks')
      .set({
        deleted_at: sql<string>`now()`,
        secret: Buffer.alloc(0),
        old_secret: null,
        old_secret_until: null,
      })
      .where('id', '=', webhookId)
      .execute();
    return held;
  });
}
