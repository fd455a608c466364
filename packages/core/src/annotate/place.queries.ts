import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import { takesPlace } from '@pairwright/domain/routing/policy';
import type { AssignmentState, Places, Placing, Standing } from '@pairwright/domain/assignment';

export interface MyAssignment {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly assignmentId: string;
}

/** An assignment with its comparison, both locked until the transaction ends. */
export interface LockedPlace {
  readonly assignmentId: string;
  readonly comparisonId: string;
  readonly judgmentId: string | null;
  readonly leaseExpiresAt: string | null;
  readonly closedAt: string | null;
  readonly standing: Standing;
  readonly places: Places;
  /** False for gold, repeats and exams: they count for nothing of their comparison. */
  readonly takesPlace: boolean;
}

/**
 * Locks the comparison, then the assignment: the order every change of the two keeps. Undefined when there is no such
 * assignment of this person in this project.
 */
export async function lockPlace(db: Tx, mine: MyAssignment): Promise<LockedPlace | undefined> {
  const found = await db
    .selectFrom('assignments')
    .select('comparison_id')
    .where('id', '=', mine.assignmentId)
    .where('annotator_id', '=', mine.annotatorId)
    .where('project_id', '=', mine.projectId)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const places = await db
    .selectFrom('comparisons')
    .select(['leased', 'judged', 'target_judgments as target'])
    .where('id', '=', found.comparison_id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const row = await db
    .selectFrom('assignments as a')
    .leftJoin('judgments as j', 'j.id', 'a.judgment_id')
    .select([
      'a.state',
      'a.judgment_id',
      'a.lease_expires_at',
      'a.closed_at',
      'a.kind',
      'a.set_aside',
      'j.surplus',
    ])
    .where('a.id', '=', mine.assignmentId)
    .forNoKeyUpdate('a')
    .executeTakeFirst();
  if (places === undefined || row === undefined) return undefined;
  return {
    assignmentId: mine.assignmentId,
    comparisonId: found.comparison_id,
    judgmentId: row.judgment_id,
    leaseExpiresAt: row.lease_expires_at,
    closedAt: row.closed_at,
    places,
    takesPlace: takesPlace(row.kind),
    standing: {
      state: row.state,
      counted: row.state === 'submitted' && row.surplus === false && row.set_aside === null,
    },
  };
}

export interface Skip {
  readonly reason: string;
  readonly note: string | null;
}

/** Writes an event's effect on assignment and counters; a lease it makes runs for the project's lease minutes. Gives the end of the lease. */
export async function applyPlacing(
  db: Tx,
  place: LockedPlace,
  change: { placing: Placing & { ok: true }; skip?: Skip },
): Promise<string | null> {
  const { placing, skip } = change;
  const skippedBy = isSkipped(placing.state) - isSkipped(place.standing.state);
  if (place.takesPlace && (placing.leasedBy !== 0 || placing.judgedBy !== 0 || skippedBy !== 0)) {
    await db
      .updateTable('comparisons')
      .set((eb) => ({
        leased: eb('leased', '+', placing.leasedBy),
        judged: eb('judged', '+', placing.judgedBy),
        skipped: eb('skipped', '+', skippedBy),
      }))
      .where('id', '=', place.comparisonId)
      .execute();
  }
  const leases = placing.state === 'leased';
  const { lease_expires_at } = await db
    .updateTable('assignments as a')
    .set({
      state: placing.state as Exclude<AssignmentState, 'open'>,
      judgment_id: null,
      // What is given anew counts by the room there is then; what is excluded stays so.
      set_aside: sql<'excluded' | null>`nullif(a.set_aside, 'surplus')`,
      skip_reason: skip?.reason ?? null,
      skip_note: skip?.note ?? null,
      closed_at: leases ? null : sql<string>`clock_timestamp()`,
      ...(leases
        ? {
            lease_expires_at: sql<string>`clock_timestamp() + (select make_interval(mins => p.lease_minutes) from projects p where p.id = a.project_id)`,
          }
        : {}),
    })
    .where('id', '=', place.assignmentId)
    .returning('lease_expires_at')
    .executeTakeFirstOrThrow();
  return lease_expires_at;
}

function isSkipped(state: AssignmentState): 0 | 1 {
  return state === 'skipped' ? 1 : 0;
}
