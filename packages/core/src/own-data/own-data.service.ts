import { toPage } from '@pairwright/db/cursor';
import { findMyJudgments, toMyJudgment } from '../annotate/my-judgments.queries.ts';
import type { Context } from '../context.ts';
import { findJudgedProjects, readOwnParts } from './own-data.queries.ts';

const PER_READ = 1_000;

/** Everything that is kept about the actor, as JSON lines; judgments as they were shown and given. */
export async function* writeOwnData(ctx: Pick<Context, 'db' | 'actor'>): AsyncGenerator<string> {
  const { userId } = ctx.actor;
  const { db } = ctx.db;
  for await (const { kind, rows } of readOwnParts(db, userId)) if (rows.length > 0) yield linesOf(kind, rows);
  for (const projectId of await findJudgedProjects(db, userId)) {
    let cursor: string | undefined;
    do {
      const rows = await findMyJudgments(db, { projectId, annotatorId: userId, cursor, limit: PER_READ });
      const page = toPage(rows, PER_READ, (row) => [row.id]);
      const judgments = page.items.map((row) => {
        // What the question was about is not theirs.
        const { promptExcerpt: _excerpt, lockedBecause: _lock, ...said } = toMyJudgment(row);
        return { projectId, ...said };
      });
      if (judgments.length > 0) yield linesOf('judgment', judgments);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
}

function linesOf(kind: string, rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify({ kind, ...row })}\n`).join('');
}
