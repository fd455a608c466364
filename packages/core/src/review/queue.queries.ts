import { sql } from 'kysely';
import type { QueueFilter, QueueItem } from '@pairwright/contract/review';
import { afterCursor } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { promptExcerpt } from '../browse/comparisons.queries.ts';
import { judgedBy, wroteIn } from './own-work.sql.ts';

export interface QueuePage {
  readonly projectId: string;
  readonly reviewerId: string;
  readonly show: QueueFilter;
  /** Whether they may decide what they judged or wrote themselves. */
  readonly ownWork: boolean;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export type QueueRow = Omit<QueueItem, 'promptExcerpt'> & {
  promptExcerpt: string | null;
  score: number;
  decisionId: string | null;
};

const byScore = {
  columns: [
    { ref: 's.review_score', type: 'double precision' },
    { ref: 's.comparison_id', type: 'uuid' },
  ],
  direction: 'desc',
} as const;
const byDecision = { columns: [{ ref: 's.decision_id', type: 'uuid' }], direction: 'desc' } as const;

/** Decisions of the present turn, and whether one is this reviewer's. */
const ofThisTurn = sql.raw(
  'from adjudications a where a.comparison_id = s.comparison_id and a.turn = (select count(*) from review_decisions d where d.comparison_id = s.comparison_id and d.withdrawn_at is not null)',
);

/**
 * People contradict each other: both sides have votes, of two responses, of thumbs, or right and wrong of a step; rankings are
 * not all alike; ratings of one response alone are farther apart than half of their range, so that the middle is between them.
 */
const contradicting = sql<boolean>`(
  cardinality(c.response_ids) = 2 and s.shares[1] > 0 and s.shares[2] > 0
  or cardinality(c.response_ids) > 2 and s.disagreement > 0
  or cardinality(c.response_ids) = 1 and s.per_response is null and s.steps is null and s.disagreement > 0.5
  or (s.per_response -> 0 ->> 'value')::double precision between 0.000001 and 0.999999
  or jsonb_path_exists(s.steps, '$[*] ? (@.right > 0 && @.wrong > 0)'))`;

function isOwnWork(reviewerId: string) {
  return sql<boolean>`(${judgedBy(sql`s.comparison_id`, reviewerId)} or ${wroteIn(sql`c.response_ids`, reviewerId)})`;
}

/** `limit + 1` comparisons: those that are worth most first, or the newest decisions. */
export async function findQueue(db: Executor, page: QueuePage): Promise<QueueRow[]> {
  const decided = page.show === 'decided';
  const mine = sql<boolean>`exists (select ${ofThisTurn} and a.reviewer_id = ${page.reviewerId})`;
  let query = db
    .selectFrom('resolutions as s')
    .innerJoin('comparisons as c', (join) =>
      join.onRef('c.id', '=', 's.comparison_id').on('c.state', '<>', 'withdrawn'),
    )
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .innerJoin('batches as b', 'b.id', 'c.batch_id')
    .select([
      's.comparison_id as comparisonId',
      promptExcerpt.as('promptExcerpt'),
      's.votes_used as votes',
      's.disagreement',
      sql<number>`coalesce(c.priority, b.priority)`.as('priority'),
      's.review_score as score',
      's.decision_id as decisionId',
      sql<number>`(select count(*) ${ofThisTurn})`.as('decisions'),
      mine.as('mine'),
    ])
    .where('s.project_id', '=', page.projectId)
    .where('s.question', '=', 'main')
    .where(
      afterCursor<DB & { s: DB['resolutions'] }, 's'>(decided ? byDecision : byScore, page.cursor) as never,
    );
  if (decided)
    return query
      .where('s.decision_id', 'is not', null)
      .orderBy('s.decision_id', 'desc')
      .limit(page.limit + 1)
      .execute();
  query = query
    .where('s.review_score', '>', 0)
    .where('s.decision_id', 'is', null)
    .where(sql<boolean>`not ${mine}`);
  if (!page.ownWork) query = query.where(sql<boolean>`not ${isOwnWork(page.reviewerId)}`);
  if (page.show === 'contradicting') query = query.where(contradicting);
  if (page.show === 'cannot_judge') query = query.where('s.reason', '=', 'cannot_judge');
  if (page.show === 'second') query = query.where(sql<boolean>`exists (select ${ofThisTurn})`);
  return query
    .orderBy('s.review_score', 'desc')
    .orderBy('s.comparison_id', 'desc')
    .limit(page.limit + 1)
    .execute();
}

export interface QueueSummary {
  readonly overlapping: number;
  readonly unanimous: number;
  readonly waiting: number;
  readonly decided: number;
  readonly ownWork: number;
}

/** What there is to review, from the stored labels. */
export async function summariseQueue(
  db: Executor,
  { projectId, reviewerId, ownWork }: Pick<QueuePage, 'projectId' | 'reviewerId' | 'ownWork'>,
): Promise<QueueSummary> {
  const { rows } = await sql<Omit<QueueSummary, 'ownWork'>>`
    select count(*) filter (where votes_used > 1) as overlapping, count(*) filter (where votes_used > 1 and disagreement = 0) as unanimous,
      count(*) filter (where review_score > 0 and decision_id is null) as waiting, count(*) filter (where decision_id is not null) as decided
    from resolutions where project_id = ${projectId} and question = 'main'`.execute(db);
  return { ...rows[0]!, ownWork: ownWork ? 0 : await countOwnWork(db, { projectId, reviewerId }) };
}

/** Comparisons that wait for a review by somebody else, because this reviewer judged them or wrote an answer. */
async function countOwnWork(
  db: Executor,
  of: { readonly projectId: string; readonly reviewerId: string },
): Promise<number> {
  // From what is theirs, which is little, to what waits; `isOwnWork` says the same of one comparison.
  const { rows } = await sql<{ n: number }>`
    with own as (
      select j.comparison_id as id from judgments j where j.annotator_id = ${of.reviewerId} and j.project_id = ${of.projectId}
      union
      select c.id from responses r join comparisons c on c.prompt_id = r.prompt_id and r.id = any (c.response_ids) where r.author_id = ${of.reviewerId}
    )
    select count(*) as n from own join resolutions s on s.comparison_id = own.id
    where s.project_id = ${of.projectId} and s.question = 'main' and s.review_score > 0 and s.decision_id is null`.execute(
    db,
  );
  return rows[0]!.n;
}
