import { sql } from 'kysely';
import type { LockReason, MyJudgment } from '@pairwright/contract/annotate';
import type { Answer } from '@pairwright/contract/judgment';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { type CanonicalDetails, presentedRanks, toPresented } from '@pairwright/domain/judgment/canonical';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import type { StoredText } from './assignment-text.ts';

export interface MyJudgmentRow {
  readonly assignment_id: string;
  readonly id: string;
  readonly outcome: string;
  readonly position: number | null;
  readonly points: number | null;
  readonly ranks: (number | null)[] | null;
  readonly details: unknown;
  readonly presented_order: number[];
  readonly question_version: number;
  readonly lock: string | null;
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

const lock = sql<string | null>`judgment_lock(j.project_id, j.created_at)`;

const draftOf = sql<unknown>`(select d.body || jsonb_build_object('savedAt', d.saved_at) from drafts d where d.assignment_id = a.id)`;

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
      'j.ranks',
      'j.details',
      'a.presented_order',
      'j.question_version',
      lock.as('lock'),
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
  readonly judge_turn: number | null;
  readonly sensitive: string[];
  readonly draft: unknown;
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
      'j.ranks',
      'j.details',
      'a.presented_order',
      'j.question_version as judged_version',
      lock.as('lock'),
      'c.judge_turn',
      'c.sensitive',
      draftOf.as('draft'),
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
    ranks,
    details,
    presented_order,
    judged_version,
    lock: locked,
    rationale,
    created_at,
    prompt_excerpt,
    ...assignment
  } = row;
  if (judgmentId === null || outcome === null || judged_version === null || created_at === null)
    return { ...assignment, judgment: null };
  return {
    ...assignment,
    judgment: {
      assignment_id: row.id,
      id: judgmentId,
      outcome,
      position,
      points,
      ranks,
      details,
      presented_order,
      question_version: judged_version,
      lock: locked,
      rationale,
      created_at,
      prompt_excerpt,
    },
  };
}

const responsesAsShown = sql<unknown>`(
  select json_agg(r.messages order by shown.place)
  from unnest(a.presented_order) with ordinality as shown (canonical, place) join responses r on r.id = c.response_ids[shown.canonical + 1])`;

/** The row as the contract says it: as it was shown. */
export function toMyJudgment(row: MyJudgmentRow): MyJudgment {
  const stored = row.details as CanonicalDetails | null;
  return {
    assignmentId: row.assignment_id,
    judgmentId: row.id,
    outcome: row.outcome as MyJudgment['outcome'],
    position: row.position,
    points: row.points,
    answer: answerOf(row, stored),
    details: stored === null ? withDefaults({}) : toPresented(stored, row.presented_order),
    rationale: row.rationale,
    questionVersion: row.question_version,
    lockedBecause: row.lock as LockReason | null,
    createdAt: row.created_at,
    promptExcerpt: row.prompt_excerpt,
  };
}

/** Null for imported preferences, which name no position. */
function answerOf(row: MyJudgmentRow, details: CanonicalDetails | null): Answer | null {
  switch (row.outcome as MyJudgment['outcome']) {
    case 'preference':
      return row.position === null ? null : { outcome: 'scale', position: row.position };
    case 'tie':
      return row.position === null ? { outcome: 'tie' } : { outcome: 'scale', position: row.position };
    case 'both_bad':
      return { outcome: 'both_bad' };
    case 'cannot_judge':
      return { outcome: 'cannot_judge' };
    case 'ranking':
      return { outcome: 'ranking', ranks: presentedRanks(row.ranks ?? [], row.presented_order) };
    case 'thumbs_up':
      return { outcome: 'thumbs', up: true };
    case 'thumbs_down':
      return { outcome: 'thumbs', up: false };
    case 'rated':
      return { outcome: 'rated' };
    case 'steps':
      return { outcome: 'steps', labels: [...(details?.steps ?? [])] };
  }
}
