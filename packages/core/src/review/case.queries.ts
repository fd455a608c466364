import { sql } from 'kysely';
import type { Adjudication, OwnWork, ReviewedVote } from '@pairwright/contract/review';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { singleDetails } from '../datasets/single-details.sql.ts';
import { judgedBy, wroteIn } from './own-work.sql.ts';

/** Locks the comparison, so that one decision at a time is made of it. Gives the ids of its responses; undefined: not of this project. */
export async function lockCase(
  db: Tx,
  of: { readonly projectId: string; readonly comparisonId: string },
): Promise<{ responseIds: string[] } | undefined> {
  return db
    .selectFrom('comparisons')
    .select('response_ids as responseIds')
    .where('id', '=', of.comparisonId)
    .where('project_id', '=', of.projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** What this person has to do with the comparison that makes them no independent reviewer of it; null: nothing. */
export async function findOwnWork(
  db: Executor,
  of: { readonly comparisonId: string; readonly userId: string },
): Promise<OwnWork | null> {
  const row = await db
    .selectFrom('comparisons as c')
    .select([
      judgedBy(sql`c.id`, of.userId).as('judged'),
      wroteIn(sql`c.response_ids`, of.userId).as('wrote'),
    ])
    .where('c.id', '=', of.comparisonId)
    .executeTakeFirst();
  if (row?.judged === true) return 'judged';
  return row?.wrote === true ? 'wrote' : null;
}

/** How often a decision of the comparison was withdrawn: decisions of former turns stay on record and count no more. */
export async function countTurns(db: Executor, comparisonId: string): Promise<number> {
  const { n } = await db
    .selectFrom('review_decisions')
    .select(sql<number>`count(*)`.as('n'))
    .where('comparison_id', '=', comparisonId)
    .where('withdrawn_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return n;
}

export type AdjudicationRow = Omit<Adjudication, 'mine'> & { needed: number };

/** What reviewers decided of a comparison in its present turn, in the order they did. */
export async function findAdjudications(db: Executor, comparisonId: string): Promise<AdjudicationRow[]> {
  const turn = await countTurns(db, comparisonId);
  const rows = await db
    .selectFrom('adjudications as a')
    .innerJoin('users as u', 'u.id', 'a.reviewer_id')
    .select([
      'a.id',
      'a.reviewer_id as reviewerId',
      'u.name as reviewer',
      'a.outcome',
      'a.strength',
      'a.ranks',
      'a.details',
      'a.confidence',
      'a.cause',
      'a.note',
      'a.revealed',
      'a.promote_to_gold as promoteToGold',
      'a.needed',
      'a.created_at as createdAt',
    ])
    .where('a.comparison_id', '=', comparisonId)
    .where('a.turn', '=', turn)
    .orderBy('a.created_at')
    .orderBy('a.id')
    .execute();
  return rows as unknown as AdjudicationRow[];
}

export interface ValidDecision {
  readonly id: string;
  readonly promoteToGold: boolean;
}

/** The decision the label goes by, if any. */
export async function findValidDecision(
  db: Executor,
  comparisonId: string,
): Promise<ValidDecision | undefined> {
  return db
    .selectFrom('review_decisions')
    .select(['id', 'promote_to_gold as promoteToGold'])
    .where('comparison_id', '=', comparisonId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
}

/** The judgments that stand, of people and imports, in the order they were given. */
export async function findReviewedVotes(db: Executor, comparisonId: string): Promise<ReviewedVote[]> {
  const rows = await db
    .selectFrom('judgments as j')
    .innerJoin('assignments as a', 'a.judgment_id', 'j.id')
    .innerJoin('users as u', 'u.id', 'j.annotator_id')
    .innerJoin('comparisons as c', 'c.id', 'j.comparison_id')
    .select([
      'j.id as judgmentId',
      'u.id as annotatorId',
      'u.name as annotator',
      'j.outcome',
      'j.strength',
      'j.ranks',
      sql`case when cardinality(c.response_ids) = 1 then ${singleDetails('j.details')} end`.as('details'),
      'j.rationale',
      'j.active_ms as activeMs',
      'j.source',
      'j.created_at as createdAt',
    ])
    .where('j.comparison_id', '=', comparisonId)
    .where('a.state', '=', 'submitted')
    .where('a.set_aside', 'is', null)
    .orderBy('j.created_at')
    .orderBy('j.id')
    .execute();
  return rows as unknown as ReviewedVote[];
}

/** Withdraws the decision a label goes by. Gives its id, or undefined when there is none. */
export async function withdrawDecision(
  db: Tx,
  of: { readonly comparisonId: string; readonly by: string; readonly because: string },
): Promise<string | undefined> {
  const row = await db
    .updateTable('review_decisions')
    .set({ withdrawn_at: sql`clock_timestamp()`, withdrawn_by: of.by, withdrawn_because: of.because })
    .where('comparison_id', '=', of.comparisonId)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}
