import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Webhook } from '@pairwright/contract/webhooks';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { reaches, reachesSql } from '../access/reach.ts';
import type { Context } from '../context.ts';

/** Whether the actor manages what a webhook (`w`) belongs to: a project that is not in the trash, or the installation. */
function isManaged({ actor }: Pick<Context, 'actor'>) {
  const admin = sql<boolean>`exists (select from project_members m where m.project_id = w.project_id and m.user_id = ${actor.userId} and m.role = 'admin')`;
  return sql<boolean>`w.deleted_at is null
    and not exists (select from projects p where p.id = w.project_id and p.deleted_at is not null)
    and ${reachesSql(actor, 'w.project_id')} and (${actor.isOwner}::boolean or ${admin})`;
}

/** Throws Problem `not_found` for who does not manage the project, or without one the installation. */
export async function requireManaged(
  db: Executor,
  { actor }: Pick<Context, 'actor'>,
  projectId: string | null,
): Promise<void> {
  if (!reaches(actor, projectId)) throw new Problem('not_found');
  if (projectId === null) {
    if (!actor.isOwner) throw new Problem('not_found');
    return;
  }
  const { rows } = await sql`
    select from projects p where p.id = ${projectId} and p.deleted_at is null and (${actor.isOwner}::boolean or exists (
      select from project_members m where m.project_id = p.id and m.user_id = ${actor.userId} and m.role = 'admin'))`.execute(
    db,
  );
  if (rows.length === 0) throw new Problem('not_found');
}

function selectWebhooks(condition: ReturnType<typeof sql<boolean>>) {
  return sql<Webhook>`
    select w.id, w.project_id as "projectId", w.address, w.description, w.events, w.state, w.paused_because as "pausedBecause",
      w.failures, w.failing_since as "failingSince", case when w.old_secret_until > now() then w.old_secret_until end as "oldSecretUntil",
      (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state in ('waiting', 'sending')) as waiting,
      (select count(*)::int from webhook_deliveries d where d.webhook_id = w.id and d.state = 'dead') as dead,
      w.delivered_at as "lastDeliveredAt", u.name as "createdBy", w.created_at as "createdAt",
      case when r.id is not null then json_build_object('name', r.name,
        'token', case when w.responsible_token_id is not null then json_build_object('name', t.name) end) end as responsible
    from webhooks w left join users u on u.id = w.created_by
    left join users r on r.id = coalesce(w.responsible_id, w.created_by)
    left join api_tokens t on t.id = w.responsible_token_id
    where ${condition} order by w.created_at desc, w.id desc`;
}

/** Of a project, or without one of the installation. Needs `requireManaged`. */
export async function findWebhooks(db: Executor, projectId: string | null): Promise<Webhook[]> {
  const where = sql<boolean>`w.deleted_at is null and w.project_id is not distinct from ${projectId}::uuid`;
  return (await selectWebhooks(where).execute(db)).rows;
}

/** Throws Problem `not_found`, also for who does not manage it. */
export async function readWebhook(db: Executor, ctx: Context, webhookId: string): Promise<Webhook> {
  const { rows } = await selectWebhooks(sql<boolean>`w.id = ${webhookId} and ${isManaged(ctx)}`).execute(db);
  const [found] = rows;
  if (found === undefined) throw new Problem('not_found');
  return found;
}

/** The project of a webhook that the actor manages, and the row held when `db` is a transaction that changes it. */
export async function holdWebhook(
  db: Tx,
  ctx: Context,
  webhookId: string,
): Promise<{ projectId: string | null }> {
  const { rows } = await sql<{ projectId: string | null }>`
    select w.project_id as "projectId" from webhooks w where w.id = ${webhookId} and ${isManaged(ctx)} for no key update of w`.execute(
    db,
  );
  const [found] = rows;
  if (found === undefined) throw new Problem('not_found');
  return found;
}
