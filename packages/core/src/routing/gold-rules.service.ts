import { sql } from 'kysely';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { GoldRule } from '@pairwright/contract/routing';
import { accuracyOf, setsOff } from '@pairwright/domain/routing/gold';
import type { ProjectContext } from '../context.ts';
import { standingGold } from './gold.queries.ts';
import { pause } from './members.service.ts';
import { findPolicy } from './policy.queries.ts';

/**
 * Looks at the rules after an answer of mine to a gold comparison. An action starts its own count again: it comes another
 * time only on as many new answers, and not on those that somebody has looked at and undone.
 */
export async function applyGoldRules(ctx: ProjectContext): Promise<void> {
  const policy = await findPolicy(ctx.db.db, ctx.projectId);
  const rules = policy?.gold?.rules ?? [];
  if (rules.length === 0) return;
  await inTransaction(ctx.db.db, async (db) => {
    // One at a time for each person: two answers at once set nothing off twice.
    await sql`select from annotator_cursors where project_id = ${ctx.projectId} and annotator_id = ${ctx.actor.userId} for no key update`.execute(
      db,
    );
    for (const rule of rules) await applyRule(db, ctx, rule);
  });
}

async function applyRule(db: Tx, ctx: ProjectContext, rule: GoldRule): Promise<void> {
  const of = { projectId: ctx.projectId, annotatorId: ctx.actor.userId };
  const since = sql`coalesce((select max(greatest(e.created_at, e.undone_at)) from routing_events e
    where e.project_id = ${of.projectId} and e.annotator_id = ${of.annotatorId} and e.action = ${rule.action}), '-infinity')`;
  const { rows } = await standingGold(of.projectId, sql`${of.annotatorId}`, since).execute(db);
  const seen = accuracyOf(rows[0]?.correct ?? 0, rows[0]?.total ?? 0);
  if (!setsOff(rule, seen)) return;
  await db
    .insertInto('routing_events')
    .values({
      id: ctx.ids.next(),
      project_id: of.projectId,
      annotator_id: of.annotatorId,
      action: rule.action,
      rule: JSON.stringify(rule),
      evidence: JSON.stringify(seen),
    })
    .execute();
  if (rule.action === 'pause') await pause(db, of);
  if (rule.action === 'practice')
    await db
      .updateTable('annotator_cursors')
      .set({ practice_since: sql<string>`clock_timestamp()` })
      .where('project_id', '=', of.projectId)
      .where('annotator_id', '=', of.annotatorId)
      .execute();
}
