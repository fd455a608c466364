import type { SingleDetails } from '@pairwright/contract/judgment';
import { toPage } from '@pairwright/db/cursor';
import type { Executor } from '@pairwright/db/database';
import {
  answerAsShown,
  findMyJudgments,
  type MyJudgmentRow,
  toMyJudgment,
} from '../annotate/my-judgments.queries.ts';
import { readPracticeAnswers } from '../practice/own-practice.ts';
import { findJudgedProjects, findPractisedProjects } from './own-data.queries.ts';

const PER_READ = 1_000;

/** Kinds of what somebody answered. */
export const answerKinds = ['earlier_judgment', 'judgment', 'practice_answer', 'review_decision'] as const;

interface Answers {
  readonly kind: (typeof answerKinds)[number];
  readonly rows: readonly object[];
}

/** What somebody answered, as it was shown and given: what stands, what they replaced or took back, practice, and decisions. */
export async function* readOwnAnswers(db: Executor, userId: string): AsyncGenerator<Answers> {
  for (const projectId of await findPractisedProjects(db, userId))
    yield {
      kind: 'practice_answer',
      rows: await readPracticeAnswers(db, { projectId, annotatorId: userId }),
    };
  yield { kind: 'review_decision', rows: await readDecisions(db, userId) };
  for (const projectId of await findJudgedProjects(db, userId)) {
    const of = { projectId, annotatorId: userId };
    yield* readJudgments(db, { ...of, earlier: true });
    yield* readJudgments(db, { ...of, earlier: false });
  }
}

async function* readJudgments(
  db: Executor,
  of: { projectId: string; annotatorId: string; earlier: boolean },
): AsyncGenerator<Answers> {
  let cursor: string | undefined;
  do {
    const rows = await findMyJudgments(db, { ...of, cursor, limit: PER_READ });
    const page = toPage(rows, PER_READ, (row) => [row.id]);
    yield {
      kind: of.earlier ? 'earlier_judgment' : 'judgment',
      rows: page.items.map((row) => ({ projectId: of.projectId, ...asGiven(row) })),
    };
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function asGiven(row: MyJudgmentRow): object {
  // What the question was about is not theirs.
  const { promptExcerpt: _excerpt, lockedBecause: _lock, ...said } = toMyJudgment(row);
  return { ...said, activeMs: row.active_ms, view: row.view };
}

/** A reviewer's own decisions, oldest first. */
async function readDecisions(db: Executor, userId: string): Promise<object[]> {
  const rows = await db
    .selectFrom('adjudications')
    .selectAll()
    .where('reviewer_id', '=', userId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => {
    const details = row.details as SingleDetails | null;
    return {
      projectId: row.project_id,
      comparisonId: row.comparison_id,
      turn: row.turn,
      questionVersion: row.question_version,
      answer: answerAsShown(row, details?.steps ?? null),
      ratings: (details?.ratings ?? []).map(({ key, value }) => ({ key, value })),
      confidence: row.confidence,
      cause: row.cause,
      note: row.note,
      revealed: row.revealed,
      promoteToGold: row.promote_to_gold,
      createdAt: row.created_at,
    };
  });
}
