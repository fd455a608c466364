import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { QualificationChange } from '@pairwright/contract/routing';
import type { Tx } from '@pairwright/db/transaction';
import type { ProjectContext } from '../context.ts';
import { releaseLeases } from '../leases/leases.queries.ts';
import { findPolicy } from './policy.queries.ts';

interface Person {
  readonly projectId: string;
  readonly annotatorId: string;
}

/**
 * Decides about somebody's exam and practice by hand, and keeps it as an event. Throws Problem wrong_state where the project has
 * nothing of the kind, or nothing would change.
 */
export async function changeQualification(
  db: Tx,
  { ids, actor }: Pick<ProjectContext, 'ids' | 'actor'>,
  { change, ...of }: Person & { readonly change: QualificationChange },
): Promise<void> {
  await sql`insert into annotator_cursors (project_id, annotator_id) values (${of.projectId}, ${of.annotatorId})
    on conflict do nothing`.execute(db);
  const { at, until, isQualified } = await lockCursor(db, of);
  await refuse(db, of, { change, isQualified });
  const { rows } = await sql<{ became: string | null }>`update annotator_cursors set ${effects[change](at)}
    where project_id = ${of.projectId} and annotator_id = ${of.annotatorId} returning qualified_until::text as became`.execute(
    db,
  );
  await db
    .insertInto('routing_events')
    .values({
      id: ids.next(),
      project_id: of.projectId,
      annotator_id: of.annotatorId,
      action: change,
      created_by: actor.userId,
      created_at: at,
      qualified_was: until,
      qualified_became: rows[0]!.became,
    })
    .execute();
  if (change === 'withdraw') await releaseLeases(db, of);
}

const effects = {
  renew: (at: string) => sql`attempts_since = ${at}::timestamptz`,
  qualify: (at: string) => sql`qualified_until = (
    select coalesce(${at}::timestamptz + make_interval(days => (p.routing #>> '{qualification,validDays}')::int), 'infinity')
    from projects p where p.id = annotator_cursors.project_id)`,
  // As if it had ended by itself: the attempts begin anew.
  withdraw: (at: string) => sql`qualified_until = ${at}::timestamptz`,
  practice: (at: string) => sql`practice_since = ${at}::timestamptz`,
} as const satisfies Record<QualificationChange, (at: string) => unknown>;

async function refuse(
  db: Tx,
  { projectId }: Person,
  { change, isQualified }: { change: QualificationChange; isQualified: boolean },
): Promise<void> {
  const policy = await findPolicy(db, projectId);
  const refused = (detail: string): never => {
    throw new Problem('wrong_state', { detail });
  };
  const exam = (policy?.qualification ?? null) !== null;
  if ((change === 'qualify' || change === 'withdraw') && !exam)
    refused('The project asks for no entry exam. Set one in its policy first.');
  if (change === 'withdraw' && !isQualified) refused('This person is not qualified.');
  if (change === 'renew' && !exam && (policy?.practice ?? null) === null)
    refused('The project asks for no entry exam and no pass mark in practice: there are no attempts.');
  if (change === 'practice' && !(await hasExamples(db, projectId)))
    refused(
      'The project has no examples to practise on that its question can be answered for. Make some first.',
    );
}

async function hasExamples(db: Tx, projectId: string): Promise<boolean> {
  const { rows } = await sql`select from practice_items(${projectId}) limit 1`.execute(db);
  return rows.length > 0;
}

interface Cursor {
  /** Now, in the database's own text. */
  readonly at: string;
  readonly until: string | null;
  readonly isQualified: boolean;
}

async function lockCursor(db: Tx, of: Person): Promise<Cursor> {
  const { rows } = await sql<Cursor>`
    select clock_timestamp()::text as at, qualified_until::text as until, coalesce(qualified_until > clock_timestamp(), false) as "isQualified"
    from annotator_cursors where project_id = ${of.projectId} and annotator_id = ${of.annotatorId} for no key update`.execute(
    db,
  );
  return rows[0]!;
}

/** Takes new attempts, a qualification or its withdrawal back. Throws Problem wrong_state where it is another one by now. */
export async function undoQualification(
  db: Tx,
  of: Person & { readonly eventId: string; readonly action: string },
): Promise<void> {
  await lockCursor(db, of);
  if (of.action === 'renew') {
    await sql`update annotator_cursors set attempts_since = (
        select max(e.created_at) from routing_events e where e.project_id = ${of.projectId} and e.annotator_id = ${of.annotatorId}
          and e.action = 'renew' and e.undone_at is null and e.id <> ${of.eventId})
      where project_id = ${of.projectId} and annotator_id = ${of.annotatorId}`.execute(db);
    return;
  }
  const { rows } = await sql`
    update annotator_cursors k set qualified_until = e.qualified_was from routing_events e
    where e.id = ${of.eventId} and k.project_id = e.project_id and k.annotator_id = e.annotator_id
      and k.qualified_until is not distinct from e.qualified_became
    returning 1`.execute(db);
  if (rows.length === 0)
    throw new Problem('wrong_state', {
      detail: 'The qualification of this person has changed since. Change it as it is to be now instead.',
    });
}
