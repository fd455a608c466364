import { sql } from 'kysely';
import type { Database } from '@pairwright/db/database';
import { systemIds } from '@pairwright/runtime/ids';

/** One vote on a pair, as it shall stand in the database. */
export interface PlantedVote {
  readonly annotatorId: string;
  readonly comparisonId: string;
  /** -3..3, negative for the first response; 0 is a tie. */
  readonly strength: number;
  readonly firstLeft: boolean;
  readonly seconds: number;
  /** Minutes since the start of 2026. */
  readonly minute: number;
  readonly kind?: 'normal' | 'gold' | 'repeat';
  /** Of a known answer: whether this was it. */
  readonly matched?: boolean;
}

/** Puts votes where the product would have put them, with the times they say. */
export async function plantVotes(
  { db }: Pick<Database, 'db'>,
  projectId: string,
  votes: readonly PlantedVote[],
): Promise<void> {
  const rows = votes.map((vote) => {
    const [assignmentId, judgmentId] = [systemIds.next(), systemIds.next()];
    const createdAt = new Date(Date.UTC(2026, 0, 1) + vote.minute * 60_000).toISOString();
    return { ...vote, assignmentId, judgmentId, createdAt };
  });
  await db
    .insertInto('assignments')
    .values(
      rows.map((row) => ({
        id: row.assignmentId,
        project_id: projectId,
        comparison_id: row.comparisonId,
        annotator_id: row.annotatorId,
        kind: row.kind ?? 'normal',
        repeat_number: row.kind === 'repeat' ? 1 : 0,
        presented_order: row.firstLeft ? [0, 1] : [1, 0],
        state: 'submitted' as const,
        question_version: 1,
        guidelines_version: 1,
        closed_at: row.createdAt,
      })),
    )
    .execute();
  await db
    .insertInto('judgments')
    .values(
      rows.map((row) => ({
        id: row.judgmentId,
        project_id: projectId,
        comparison_id: row.comparisonId,
        assignment_id: row.assignmentId,
        annotator_id: row.annotatorId,
        question_version: 1,
        guidelines_version: 1,
        outcome: row.strength === 0 ? ('tie' as const) : ('preference' as const),
        strength: row.strength === 0 ? null : row.strength,
        active_ms: Math.round(row.seconds * 1000),
        payload_hash: Buffer.alloc(32),
        created_at: row.createdAt,
      })),
    )
    .execute();
  await sql`update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.project_id = ${projectId}`.execute(
    db,
  );
  await sql`
    update comparisons c set judged = (select count(*) from assignments a where a.comparison_id = c.id and a.kind = 'normal' and a.state = 'submitted')
    where c.project_id = ${projectId}`.execute(db);
  await plantResults({ db }, projectId, rows);
}

/** What came of votes on known answers. */
async function plantResults(
  { db }: Pick<Database, 'db'>,
  projectId: string,
  rows: readonly (PlantedVote & { assignmentId: string; judgmentId: string })[],
): Promise<void> {
  await sql`
    create table if not exists gold_results (
      judgment_id uuid primary key, assignment_id uuid not null, project_id uuid not null, annotator_id uuid not null,
      comparison_id uuid not null, exam_attempt smallint, matched boolean, expected jsonb not null)`.execute(
    db,
  );
  for (const row of rows.filter(({ matched }) => matched !== undefined))
    await sql`
      insert into gold_results (judgment_id, assignment_id, project_id, annotator_id, comparison_id, matched, expected)
      values (${row.judgmentId}, ${row.assignmentId}, ${projectId}, ${row.annotatorId}, ${row.comparisonId}, ${row.matched}, '{}')`.execute(
      db,
    );
}
