import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

/** A judgment or retraction by its id, whoever made it. */
export async function findJudgment(db: Tx, id: string) {
  return db
    .selectFrom('judgments')
    .select(['id', 'assignment_id', 'outcome', 'payload_hash'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whether a retraction took this judgment back. */
export async function isRetracted(db: Tx, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('judgments')
    .select('id')
    .where('supersedes', '=', id)
    .where('outcome', '=', 'retracted')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether this judgment takes no more changes. */
export async function isLocked(db: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ lock: string | null }>`
    select judgment_lock(project_id, created_at) as lock from judgments where id = ${id}`.execute(db);
  return rows[0]?.lock != null;
}

/** Appends a retraction with the context of the judgment it supersedes. */
export async function insertRetraction(
  db: Tx,
  retraction: { id: string; judgmentId: string; payloadHash: Buffer },
): Promise<void> {
  await sql`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version,
      outcome, source, supersedes, payload_hash)
    select ${retraction.id}, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version,
      'retracted', source, id, ${retraction.payloadHash}
    from judgments where id = ${retraction.judgmentId}`.execute(db);
}
