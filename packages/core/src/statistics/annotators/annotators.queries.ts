import type { Role } from '@pairwright/contract/access';
import type { AnnotatorRoster, AnnotatorVote } from '@pairwright/contract/statistics/annotators';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { sql } from 'kysely';
import { excerpt } from '../../annotate/my-judgments.queries.ts';

interface One {
  readonly projectId: string;
  readonly annotatorId: string;
}

type Annotator = AnnotatorRoster['annotators'][number];

/** Names of these people, their roles in the project, and whether they judged elsewhere. */
export async function findPeople(
  db: Executor,
  { projectId, ids }: { projectId: string; ids: readonly string[] },
): Promise<{ id: string; name: string; role: Role | null; judge: Annotator['judge'] }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('users as u')
    .leftJoin('project_members as m', (join) =>
      join.onRef('m.user_id', '=', 'u.id').on('m.project_id', '=', projectId),
    )
    .leftJoin('imported_annotators as i', 'i.user_id', 'u.id')
    .select(['u.id', 'u.name', 'm.role'])
    .select(
      sql<
        Annotator['judge']
      >`case when i.judge = 'model' then 'model' when u.kind = 'imported' then 'imported' else 'here' end`.as(
        'judge',
      ),
    )
    .where('u.id', 'in', ids)
    .execute();
}

/** What an annotator says about their own numbers. */
export async function findReply(
  db: Executor,
  { projectId, annotatorId }: One,
): Promise<{ text: string; writtenAt: string } | null> {
  const row = await db
    .selectFrom('annotator_replies')
    .select(['text', 'written_at as writtenAt'])
    .where('project_id', '=', projectId)
    .where('annotator_id', '=', annotatorId)
    .executeTakeFirst();
  return row ?? null;
}

const newestFirst: Keyset<{ j: DB['judgments'] }, 'j'> = {
  columns: [{ ref: 'j.id', type: 'uuid' }],
  direction: 'desc',
};

/** Up to `limit + 1` judgments of one annotator that stand, newest first. */
export async function findVotes(
  db: Executor,
  page: One & { cursor?: string | undefined; limit: number },
): Promise<AnnotatorVote[]> {
  const rows = await db
    .selectFrom('judgments as j')
    .innerJoin('assignments as a', (join) =>
      join.onRef('a.id', '=', 'j.assignment_id').onRef('a.judgment_id', '=', 'j.id'),
    )
    .innerJoin('comparisons as c', 'c.id', 'j.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .select([
      'j.id as judgmentId',
      'j.comparison_id as comparisonId',
      excerpt.as('promptExcerpt'),
      'a.kind',
      'j.outcome',
      'j.strength',
      'a.presented_order',
      'j.active_ms as activeMs',
      'j.created_at as createdAt',
    ])
    .where('j.annotator_id', '=', page.annotatorId)
    .where('j.project_id', '=', page.projectId)
    .where('a.state', '=', 'submitted')
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('j.id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return rows.map(({ presented_order, outcome, ...row }) => ({
    ...row,
    outcome: outcome as AnnotatorVote['outcome'],
    firstShown: presented_order[0]!,
  }));
}
