import { sql } from 'kysely';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { GoldRule } from '@pairwright/contract/gold-policy';
import { accuracyOf, rulesDelay, setsOff } from '@pairwright/domain/routing/gold';
import { recordSystem } from '../audit/record-system.ts';
import type { ProjectContext } from '../context.ts';
import { standingGold } from './gold.queries.ts';
import { pause } from './members.service.ts';
import { findPolicy } from './policy.queries.ts';

/** A longer break ends a sitting; as the numbers of annotators have it. */
const BREAK = sql`interval '30 minutes'`;

/** Whose answers rules look at. */
interface Person {
  readonly projectId: string;
  readonly annotatorId: string;
}
type Services = Pick<ProjectContext, 'db' | 'ids'>;

const meIn = (ctx: ProjectContext): Person => ({ projectId: ctx.projectId, annotatorId: ctx.actor.userId });

/**
 * After an answer of mine: one to gold has the rules look after a few more answers, any number of 1..5 alike, so that what
 * they do does not tell which pair was gold. Changing an answer is no further one.
 */
export async function noteAnswer(
  ctx: ProjectContext,
  answer: { graded: boolean; isNew: boolean },
): Promise<void> {
  const me = meIn(ctx);
  await inTransaction(ctx.db.db, async (db) => {
    const waits = await lockWaiting(db, me);
    if (waits === null && (!answer.graded || (await findRules(db, me)).length === 0)) return;
    const left = waits === null ? rulesDelay(ctx.ids.next()) : waits - Number(answer.isNew);
    if (left <= 0) return applyRules(db, ctx, me);
    await sql`update annotator_cursors set rules_in = ${left}, rules_at = clock_timestamp() + ${BREAK}
      where project_id = ${me.projectId} and annotator_id = ${me.annotatorId}`.execute(db);
  });
}

/** There is nothing more for me now: the rules look if an answer waits for them. */
export async function endSitting(ctx: ProjectContext): Promise<void> {
  await lookNow(ctx, meIn(ctx));
}

/** Has the rules look at those who have answered nothing for so long that their sitting is over; gives how many. */
export async function endLongSittings(services: Services): Promise<number> {
  const { rows } = await sql<Person>`
    select project_id as "projectId", annotator_id as "annotatorId" from annotator_cursors
    where rules_in is not null and rules_at <= clock_timestamp() limit 1000`.execute(services.db.db);
  for (const person of rows) await lookNow(services, person);
  return rows.length;
}

async function lookNow(services: Services, person: Person): Promise<void> {
  const { rows } = await sql`select from annotator_cursors
    where project_id = ${person.projectId} and annotator_id = ${person.annotatorId} and rules_in is not null`.execute(
    services.db.db,
  );
  if (rows.length === 0) return;
  await inTransaction(services.db.db, async (db) => {
    if ((await lockWaiting(db, person)) !== null) await applyRules(db, services, person);
  });
}

/** How many more answers rules wait for. One at a time for each person: two answers at once set nothing off twice. */
async function lockWaiting(db: Tx, of: Person): Promise<number | null> {
  const { rows } = await sql<{ rules_in: number | null }>`select rules_in from annotator_cursors
    where project_id = ${of.projectId} and annotator_id = ${of.annotatorId} for no key update`.execute(db);
  return rows[0]?.rules_in ?? null;
}

async function findRules(db: Tx, { projectId }: Person): Promise<readonly GoldRule[]> {
  return (await findPolicy(db, projectId))?.gold?.rules ?? [];
}

/**
 * An action starts its own count again: it comes another time only on as many new answers, and not on those that somebody
 * has looked at and undone.
 */
async function applyRules(db: Tx, services: Services, of: Person): Promise<void> {
  await sql`update annotator_cursors set rules_in = null, rules_at = null
    where project_id = ${of.projectId} and annotator_id = ${of.annotatorId}`.execute(db);
  const done: Applied[] = [];
  for (const rule of await findRules(db, of)) {
    const applied = await applyRule(db, services, { ...of, rule });
    if (applied !== null) done.push(applied);
  }
  for (const { rule, seen, before, after } of done)
    await recordSystem(db, {
      action: 'applyGoldRule',
      objectKind: 'member',
      objectId: of.annotatorId,
      projectId: of.projectId,
      before,
      after: { ...after, action: rule.action, rule, evidence: seen },
    });
}

/** What a rule did, and what it is about the person as it was and is. */
interface Applied {
  readonly rule: GoldRule;
  readonly seen: ReturnType<typeof accuracyOf>;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

/** Null: it does not set off. */
async function applyRule(
  db: Tx,
  { ids }: Services,
  { rule, ...of }: Person & { readonly rule: GoldRule },
): Promise<Applied | null> {
  const since = sql`coalesce((select max(greatest(e.created_at, e.undone_at)) from routing_events e
    where e.project_id = ${of.projectId} and e.annotator_id = ${of.annotatorId} and e.action = ${rule.action} and e.note is null), '-infinity')`;
  const { rows } = await standingGold(of.projectId, sql`${of.annotatorId}`, since).execute(db);
  const seen = accuracyOf(rows[0]?.correct ?? 0, rows[0]?.total ?? 0);
  if (!setsOff(rule, seen)) return null;
  await db
    .insertInto('routing_events')
    .values({
      id: ids.next(),
      project_id: of.projectId,
      annotator_id: of.annotatorId,
      action: rule.action,
      rule: JSON.stringify(rule),
      evidence: JSON.stringify(seen),
    })
    .execute();
  if (rule.action === 'pause') {
    const isNew = await pause(db, of);
    return { rule, seen, before: { paused: !isNew }, after: { paused: true } };
  }
  if (rule.action === 'practice') return { rule, seen, ...(await sendToPractice(db, of)) };
  return { rule, seen, before: null, after: {} };
}

async function sendToPractice(db: Tx, of: Person): Promise<Pick<Applied, 'before' | 'after'>> {
  // The row is held since `lockWaiting`.
  const { rows } = await sql<{ before: string | null; after: string }>`
    with old as (select project_id, annotator_id, practice_since from annotator_cursors
      where project_id = ${of.projectId} and annotator_id = ${of.annotatorId})
    update annotator_cursors c set practice_since = clock_timestamp() from old
    where c.project_id = old.project_id and c.annotator_id = old.annotator_id
    returning old.practice_since as before, c.practice_since as after`.execute(db);
  return {
    before: { practice_since: rows[0]?.before ?? null },
    after: { practice_since: rows[0]?.after ?? null },
  };
}
