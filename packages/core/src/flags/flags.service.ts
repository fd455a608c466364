import { sql } from 'kysely';
import type { FlagState, ListedFlag, RaisedFlag } from '@pairwright/contract/flags';
import { Problem } from '@pairwright/contract/errors';
import { type Page, toPage } from '@pairwright/db/cursor';
import { inTransaction } from '@pairwright/db/transaction';
import { statesAccepting } from '@pairwright/domain/lifecycle';
import { type FlagEvent, flagTable } from '@pairwright/domain/flag';
import type { ProjectContext } from '../context.ts';
import { annotatorNaming } from '../people/annotator-names.ts';
import { keptBackAmong, keptBackIn } from '../review/blindness.service.ts';
import { findFlag, type FlagPage, type FlagRow, findFlags, recountFlags } from './flags.queries.ts';

type Naming = Awaited<ReturnType<typeof annotatorNaming>>;
type Settlement = Exclude<FlagState, 'withdrawn'>;

const eventOf: Readonly<Record<Settlement, FlagEvent>> = {
  open: 'reopen',
  valid: 'uphold',
  dismissed: 'dismiss',
};

/**
 * What annotators reported, oldest first. Reports are things people said: those of comparisons that the actor reviews blind are left
 * out as on the page of the comparison, and counted.
 */
export async function listFlags(
  ctx: ProjectContext,
  page: Omit<FlagPage, 'projectId'>,
): Promise<Page<ListedFlag> & { keptBack: number }> {
  const [nameOf, rows] = await Promise.all([
    annotatorNaming(ctx),
    findFlags(ctx.db.db, { ...page, projectId: ctx.projectId }),
  ]);
  const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id]);
  const keptBack = await keptBackAmong(ctx, [...new Set(items.map(({ comparisonId }) => comparisonId))]);
  const shown = items.filter(({ comparisonId }) => !keptBack.has(comparisonId));
  return {
    keptBack: items.length - shown.length,
    items: shown.map(({ comparisonId, promptExcerpt, ...row }) => ({
      ...toFlag(row, nameOf),
      comparisonId,
      promptExcerpt: promptExcerpt ?? '',
    })),
    nextCursor,
  };
}

export function toFlag(row: FlagRow, nameOf: Naming): RaisedFlag {
  return { ...row, annotator: nameOf({ id: row.annotatorId, name: row.annotator }) };
}

export interface FlagSettlement {
  readonly flagId: string;
  readonly state: Settlement;
  readonly note?: string | undefined;
}

/**
 * Says what came of a flag. The comparison counts it from now on, or no more; versions that are frozen stay as they are.
 * Throws Problem not_found, wrong_state for one that was taken back, or kept_back where the actor reviews its comparison blind.
 */
export async function settleFlag(ctx: ProjectContext, input: FlagSettlement): Promise<RaisedFlag> {
  const { flagId, state } = input;
  const of = { projectId: ctx.projectId, flagId };
  const reopens = state === 'open';
  await inTransaction(ctx.db.db, async (db) => {
    // The comparison before what hangs on it: the order of everything that changes the two.
    const found = await db
      .selectFrom('comparisons as c')
      .innerJoin('flags as f', 'f.comparison_id', 'c.id')
      .select('c.id')
      .where('f.id', '=', flagId)
      .where('f.project_id', '=', ctx.projectId)
      .forNoKeyUpdate('c')
      .executeTakeFirst();
    if (found === undefined) throw new Problem('not_found');
    if ((await keptBackIn(db, ctx, [found.id])).size > 0) throw new Problem('kept_back');
    const changed = await db
      .updateTable('flags')
      .set({
        state,
        settled_by: reopens ? null : ctx.actor.userId,
        settled_at: reopens ? null : sql<string>`clock_timestamp()`,
        settled_note: reopens ? null : (input.note ?? null),
      })
      .where('id', '=', flagId)
      .where('state', 'in', statesAccepting(flagTable, eventOf[state]))
      .returning('id')
      .executeTakeFirst();
    if (changed === undefined)
      throw new Problem('wrong_state', { detail: 'Whoever raised this flag has taken it back.' });
    await recountFlags(db, [found.id]);
  });
  const [nameOf, row] = await Promise.all([annotatorNaming(ctx), findFlag(ctx.db.db, of)]);
  if (row === undefined) throw new Problem('not_found');
  return toFlag(row, nameOf);
}
