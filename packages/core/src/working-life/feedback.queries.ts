import { sql } from 'kysely';
import type { JudgmentFeedback, PlacedFeedback, SentFeedback } from '@pairwright/contract/working-life';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { excerpt } from '../annotate/my-judgments.queries.ts';
import { told } from './gold-notices.queries.ts';

const newestFirst: Keyset<{ f: DB['feedback'] }, 'f'> = {
  columns: [{ ref: 'f.id', type: 'uuid' }],
  direction: 'desc',
};

function selectMine(db: Executor, annotatorId: string) {
  return db
    .selectFrom('feedback as f')
    .innerJoin('projects as x', (join) =>
      join.onRef('x.id', '=', 'f.project_id').on('x.deleted_at', 'is', null),
    )
    .innerJoin('users as u', 'u.id', 'f.author_id')
    .innerJoin('judgments as j', 'j.id', 'f.judgment_id')
    .innerJoin('comparisons as c', 'c.id', 'j.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select([
      sql.lit('judgment' as const).as('kind'),
      'f.id',
      'f.project_id as projectId',
      'x.name as projectName',
      'j.assignment_id as assignmentId',
      excerpt.as('promptExcerpt'),
      'u.name as author',
      'f.message',
      'f.created_at as createdAt',
      'f.read_at as readAt',
      'f.reply',
      'f.disputed',
      'f.settled_at as settledAt',
      'f.answer',
      'f.upheld',
    ])
    .where('f.annotator_id', '=', annotatorId);
}

/** Up to `limit + 1` of what reviewers told this person, newest first. */
export function findMyFeedback(
  db: Executor,
  page: { annotatorId: string; cursor: string | undefined; limit: number },
): Promise<JudgmentFeedback[]> {
  return selectMine(db, page.annotatorId)
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('f.id', 'desc')
    .limit(page.limit + 1)
    .execute();
}

export function findOneOfMine(
  db: Executor,
  of: { annotatorId: string; feedbackId: string },
): Promise<JudgmentFeedback | undefined> {
  return selectMine(db, of.annotatorId).where('f.id', '=', of.feedbackId).executeTakeFirst();
}

const inUse = (table: 'feedback' | 'e') =>
  sql`not exists (select from projects x where x.id = ${sql.ref(`${table}.project_id`)} and x.deleted_at is not null)`;

export async function countUnread(db: Executor, annotatorId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from feedback where annotator_id = ${annotatorId} and read_at is null and ${inUse('feedback')})
      + (select count(*) from routing_events e where e.annotator_id = ${annotatorId} and e.read_at is null and ${told} and ${inUse('e')}) as n`.execute(
    db,
  );
  return rows[0]!.n;
}

function selectSent(db: Executor, projectId: string) {
  return db
    .selectFrom('feedback as f')
    .innerJoin('users as u', 'u.id', 'f.author_id')
    .innerJoin('users as a', 'a.id', 'f.annotator_id')
    .innerJoin('judgments as j', 'j.id', 'f.judgment_id')
    .select([
      'f.id',
      'f.judgment_id as judgmentId',
      'a.id as annotatorId',
      'a.name as annotator',
      'u.name as author',
      'f.message',
      'f.created_at as createdAt',
      'f.read_at as readAt',
      'f.reply',
      'f.disputed',
      'f.settled_at as settledAt',
      'f.answer',
      'f.upheld',
    ])
    .where('f.project_id', '=', projectId);
}

/** What was sent, and to whom it went. */
export type SentRow = SentFeedback & { readonly annotatorId: string };

export function findSent(
  db: Executor,
  of: { projectId: string; feedbackId: string },
): Promise<SentRow | undefined> {
  return selectSent(db, of.projectId).where('f.id', '=', of.feedbackId).executeTakeFirst();
}

/** Feedback on the judgments of a comparison, oldest first. */
export function findSentOf(
  db: Executor,
  of: { projectId: string; comparisonId: string },
): Promise<SentRow[]> {
  return selectSent(db, of.projectId)
    .where('j.comparison_id', '=', of.comparisonId)
    .orderBy('f.id')
    .execute();
}

function selectPlaced(db: Executor, projectId: string) {
  return selectSent(db, projectId)
    .innerJoin('comparisons as c', 'c.id', 'j.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select(['j.comparison_id as comparisonId', excerpt.as('promptExcerpt')]);
}

/** What somebody was told and answered, open disputes first, then the newest. */
export function findAnswered(
  db: Executor,
  of: { projectId: string; annotatorId: string; limit: number },
): Promise<(PlacedFeedback & SentRow)[]> {
  return selectPlaced(db, of.projectId)
    .where('f.annotator_id', '=', of.annotatorId)
    .where('f.reply', 'is not', null)
    .orderBy(sql`(f.disputed and f.settled_at is null)`, 'desc')
    .orderBy('f.id', 'desc')
    .limit(of.limit)
    .execute();
}

/** `limit + 1` open disputes of a project, oldest first. */
export function findDisputes(
  db: Executor,
  page: { projectId: string; cursor?: string | undefined; limit: number },
): Promise<(PlacedFeedback & SentRow)[]> {
  return selectPlaced(db, page.projectId)
    .where('f.disputed', '=', true)
    .where('f.settled_at', 'is', null)
    .where(afterCursor({ ...newestFirst, direction: 'asc' }, page.cursor) as never)
    .orderBy('f.id')
    .limit(page.limit + 1)
    .execute();
}
