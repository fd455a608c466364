import type { Context } from '../context.ts';
import { readOwnAnswers } from './own-answers.ts';
import { readOwnParts } from './own-data.queries.ts';

/** Everything that is kept about the actor, as JSON lines; answers as they were shown and given. */
export async function* writeOwnData(ctx: Pick<Context, 'db' | 'actor'>): AsyncGenerator<string> {
  const { userId } = ctx.actor;
  const { db } = ctx.db;
  for await (const { kind, rows } of readOwnParts(db, userId)) if (rows.length > 0) yield linesOf(kind, rows);
  for await (const { kind, rows } of readOwnAnswers(db, userId))
    if (rows.length > 0) yield linesOf(kind, rows);
}

function linesOf(kind: string, rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify({ kind, ...row })}\n`).join('');
}
