import { sql } from 'kysely';
import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { Database } from '@pairwright/db/database';
import { type CanonicalDetails, detailsText } from '@pairwright/domain/judgment/canonical';
import { systemIds } from '@pairwright/runtime/ids';

interface Planted {
  readonly annotatorId: string;
  readonly comparisonId: string;
  readonly seconds: number;
  /** Minutes since the start of 2026. */
  readonly minute: number;
  readonly kind?: 'normal' | 'gold' | 'repeat';
  /** Of a known answer: whether this was it. */
  readonly matched?: boolean;
}

/** One vote on a pair, as it shall stand in the database. */
export interface PlantedVote extends Planted {
  /** -3..3, negative for the first response; 0 is a tie. */
  readonly strength: number;
  readonly firstLeft: boolean;
}

/** One judgment of any kind. */
export interface PlantedJudgment extends Planted {
  readonly outcome: StoredOutcome;
  readonly strength?: number;
  readonly ranks?: readonly (number | null)[];
  readonly details?: CanonicalDetails;
  /** Canonical indexes as they were shown. */
  readonly order: readonly number[];
}

/** Puts votes where the product would have put them, with the times they say. */
export async function plantVotes(
  database: Pick<Database, 'db'>,
  projectId: string,
  votes: readonly PlantedVote[],
): Promise<void> {
  const judgments = votes.map(({ strength, firstLeft, ...vote }): PlantedJudgment => ({
    ...vote,
    ...(strength === 0 ? { outcome: 'tie' } : { outcome: 'preference', strength }),
    order: firstLeft ? [0, 1] : [1, 0],
  }));
  await plantJudgments(database, projectId, judgments);
}

/** The same of judgments of any kind. */
export async function plantJudgments(
  { db }: Pick<Database, 'db'>,
  projectId: string,
  votes: readonly PlantedJudgment[],
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
        presented_order: [...row.order],
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
        outcome: row.outcome,
        strength: row.strength ?? null,
        ranks: row.ranks === undefined ? null : ([...row.ranks] as number[]),
        details: row.details === undefined ? null : detailsText(row.details),
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
  rows: readonly (Planted & { assignmentId: string; judgmentId: string })[],
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
