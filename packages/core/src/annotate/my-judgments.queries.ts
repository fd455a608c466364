import { sql } from 'kysely';
import type { MyJudgment } from '@pairwright/contract/annotate';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import type { StoredText } from './assignment-text.ts';

export interface MyJudgmentRow {
  readonly assignment_id: string;
  readonly id: string;
  readonly outcome: string;
  readonly position: number | null;
  readonly points: number;
  readonly rationale: string | null;
  readonly created_at: string;
  readonly prompt_excerpt: string;
}

export interface JudgmentsPage {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Ids of judgments are made when the person decides, so their order is the order of deciding, also for votes sent later. */
const newestFirst: Keyset<{ j: DB['judgments'] }, 'j'> = {
  columns: [{ ref: 'j.id', type: 'uuid' }],
  direction: 'desc',
};

const excerpt = sql<string>`coalesce(left((
  select said.message ->> 'content' from json_array_elements(p.messages) with ordinality as said (message, number)
  where said.message ->> 'role' = 'user' order by said.number desc limit 1), 200), '')`;

/** Up to `limit + 1` of my judgments that stand, newest first. */
export async function findMyJudgments(db: Executor, page: JudgmentsPage): Promise<MyJudgmentRow[]> {
  return db
    .selectFrom('judgments as j')
    .innerJoin('assignments as a', 'a.judgment_id', 'j.id')
    .innerJoin('comparisons as c', 'c.id', 'j.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .innerJoin('questions as q', (join) =>
      join.onRef('q.project_id', '=', 'j.project_id').onRef('q.version', '=', 'j.question_version'),
    )
    .select([
      'j.assignment_id',
      'j.id',
      'j.outcome',
      'j.position',
      'q.points',
      'j.rationale',
      'j.created_at',
      excerpt.as('prompt_excerpt'),
    ])
    .where('j.annotator_id', '=', page.annotatorId)
    .where('j.project_id', '=', page.projectId)
    .where('a.state', '=', 'submitted')
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('j.id', 'desc')
    .limit(page.limit + 1)
    .execute();
}

export interface MyAssignmentRow extends StoredText {
  readonly id: string;
  readonly state: 'leased' | 'submitted' | 'skipped' | 'expired' | 'released';
  readonly question_version: number;
  readonly judgment: MyJudgmentRow | null;
}

export interface OneAssignment {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly assignmentId: string;
}

/** One of my assignments with its text in the order it was shown, and the judgment that stands. */
export async function findMyAssignment(
  db: Executor,
  of: OneAssignment,
): Promise<MyAssignmentRow | undefined> {
  const row = await db
    .selectFrom('assignments as a')
    .innerJoin('comparisons as c', 'c.id', 'a.comparison_id')
    .innerJoin('prompts as p', 'p.id', 'c.prompt_id')
    .leftJoin('judgments as j', 'j.id', 'a.judgment_id')
    .leftJoin('questions as q', (join) =>
      join.onRef('q.project_id', '=', 'j.project_id').onRef('q.version', '=', 'j.question_version'),
    )
    .select([
      'a.id',
      'a.state',
      'a.question_version',
      'p.language',
      'p.messages as prompt',
      responsesAsShown.as('responses'),
      'j.id as judgment_id',
      'j.outcome',
      'j.position',
      'q.points',
      'j.rationale',
      'j.created_at',
      excerpt.as('prompt_excerpt'),
    ])
    .where('a.id', '=', of.assignmentId)
    .where('a.annotator_id', '=', of.annotatorId)
    .where('a.project_id', '=', of.projectId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const {
    judgment_id: judgmentId,
    outcome,
    position,
    points,
    rationale,
    created_at,
    prompt_excerpt,
    ...assignment
  } = row;
  if (judgmentId === null || outcome === null || points === null || created_at === null)
    return { ...assignment, judgment: null };
  return {
    ...assignment,
    judgment: {
      assignment_id: row.id,
      id: judgmentId,
      outcome,
      position,
      points,
      rationale,
      created_at,
      prompt_excerpt,
    },
  };
}

const responsesAsShown = sql<unknown>`(
  select json_agg(r.messages order by shown.place)
  from unnest(a.presented_order) with ordinality as shown (canonical, place) join responses r on r.id = c.response_ids[shown.canonical + 1])`;

/** The row as the contract says it. */
export function toMyJudgment(row: MyJudgmentRow): MyJudgment {
  return {
    assignmentId: row.assignment_id,
    judgmentId: row.id,
    outcome: row.outcome as MyJudgment['outcome'],
    position: row.position,
    points: row.points,
    rationale: row.rationale,
    createdAt: row.created_at,
    promptExcerpt: row.prompt_excerpt,
  };
}
