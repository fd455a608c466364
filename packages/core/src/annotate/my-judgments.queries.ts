import { sql } from 'kysely';
import type { LockReason, MyJudgment } from '@pairwright/contract/annotate';
import type { Answer, StepLabel } from '@pairwright/contract/judgment';
import { afterCursor, type Keyset } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { type CanonicalDetails, presentedRanks, toPresented } from '@pairwright/domain/judgment/canonical';
import { withDefaults } from '@pairwright/domain/judgment/missing';

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
  readonly active_ms: number | null;
  readonly view: unknown;
}

export interface JudgmentsPage {
  readonly projectId: string;
  readonly annotatorId: string;
  readonly cursor: string | undefined;
  readonly limit: number;
  /** Those that were replaced or taken back, and what took them back; left out: those that stand. */
  readonly earlier?: boolean;
}

/** Ids of judgments are made when the person decides, so their order is the order of deciding, also for votes sent later. */
const newestFirst: Keyset<{ j: DB['judgments'] }, 'j'> = {
  columns: [{ ref: 'j.id', type: 'uuid' }],
  direction: 'desc',
};

export const excerpt = sql<string>`coalesce(left((
  select said.message ->> 'content' from json_array_elements(p.messages) with ordinality as said (message, number)
  where said.message ->> 'role' = 'user' order by said.number desc limit 1), 200), '')`;

const lock = sql<string | null>`judgment_lock(j.project_id, j.created_at)`;

/** Judgments that stand, or the others, with what is told of them; narrow it down. */
function selectJudgments(db: Executor, earlier = false) {
  return db
    .selectFrom('judgments as j')
    .innerJoin('assignments as a', (join) =>
      earlier ? join.onRef('a.id', '=', 'j.assignment_id') : join.onRef('a.judgment_id', '=', 'j.id'),
    )
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
      'j.active_ms',
      'j.view',
    ])
    .where(
      earlier
        ? sql<boolean>`(a.judgment_id is distinct from j.id or a.state <> 'submitted')`
        : sql<boolean>`a.state = 'submitted'`,
    );
}

/** Up to `limit + 1` of my judgments that stand, or of the others, newest first. */
export async function findMyJudgments(db: Executor, page: JudgmentsPage): Promise<MyJudgmentRow[]> {
  return selectJudgments(db, page.earlier)
    .where('j.annotator_id', '=', page.annotatorId)
    .where('j.project_id', '=', page.projectId)
    .where(afterCursor(newestFirst, page.cursor) as never)
    .orderBy('j.id', 'desc')
    .limit(page.limit + 1)
    .execute();
}

/** The judgment of an assignment that stands. */
export async function findStandingJudgment(
  db: Executor,
  assignmentId: string,
): Promise<MyJudgmentRow | undefined> {
  return selectJudgments(db).where('a.id', '=', assignmentId).executeTakeFirst();
}

/** The row as the contract says it: as it was shown. */
export function toMyJudgment(row: MyJudgmentRow): MyJudgment {
  const stored = row.details as CanonicalDetails | null;
  return {
    assignmentId: row.assignment_id,
    judgmentId: row.id,
    outcome: row.outcome as MyJudgment['outcome'],
    position: row.position,
    points: row.points,
    answer: answerAsShown(row, stored?.steps ?? null),
    details: stored === null ? withDefaults({}) : toPresented(stored, row.presented_order),
    rationale: row.rationale,
    questionVersion: row.question_version,
    lockedBecause: row.lock as LockReason | null,
    createdAt: row.created_at,
    promptExcerpt: row.prompt_excerpt,
  };
}

/** What an answer is made of, as it is stored. */
type StoredAnswer = Pick<MyJudgmentRow, 'outcome' | 'position' | 'ranks' | 'presented_order'>;

/** As it was shown. Null for imported preferences, which name no position, and for what only takes a judgment back. */
export function answerAsShown(
  row: StoredAnswer,
  steps: readonly { readonly label: StepLabel }[] | null,
): Answer | null {
  if (row.outcome === 'retracted') return null;
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
      return { outcome: 'steps', labels: (steps ?? []).map(({ label }) => label) };
  }
}
