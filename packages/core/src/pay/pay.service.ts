import type { PayRate, PersonPay } from '@pairwright/contract/pay';
import { afterCursor, type Page, toPage } from '@pairwright/db/cursor';
import type { ProjectContext } from '../context.ts';
import { findEarned } from './pay.queries.ts';
import { readRateHistory } from './rates.queries.ts';

/** What a judgment was and is worth, and since when; the newest first. */
export async function listPayRates(ctx: ProjectContext): Promise<{ items: PayRate[] }> {
  return { items: await readRateHistory(ctx.db.db, ctx.projectId) };
}

export interface PayPage {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * What each person earned here, the same that they see: of those who are members or ever were given something. Whoever earned
 * nothing in these days is left out, so a page may be short.
 */
export async function listPayByPerson(
  ctx: ProjectContext,
  { from, to, cursor, limit }: PayPage,
): Promise<Page<PersonPay>> {
  const { db } = ctx.db;
  const { projectId } = ctx;
  const order = { columns: [{ ref: 'u.id', type: 'uuid' }], direction: 'asc' } as const;
  const people = await db
    .selectFrom('users as u')
    .select(['u.id', 'u.name'])
    .where(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('project_members as m')
            .select('m.user_id')
            .where('m.project_id', '=', projectId)
            .whereRef('m.user_id', '=', 'u.id'),
        ),
        exists(
          selectFrom('annotator_cursors as c')
            .select('c.annotator_id')
            .where('c.project_id', '=', projectId)
            .whereRef('c.annotator_id', '=', 'u.id'),
        ),
      ]),
    )
    .where(afterCursor<{ u: { id: string } }, 'u'>(order, cursor) as never)
    .orderBy('u.id')
    .limit(limit + 1)
    .execute();
  const { items, nextCursor } = toPage(people, limit, ({ id }) => [id]);
  const rows = await findEarned(db, { annotatorIds: items.map(({ id }) => id), projectId, from, to });
  const page = items.flatMap(({ id, name }): PersonPay[] => {
    const earned = rows
      .filter(({ annotatorId }) => annotatorId === id)
      .map(({ currency, perJudgmentMicros, accepted, pending, disputed }) => ({
        currency,
        perJudgmentMicros,
        accepted,
        pending,
        disputed,
      }));
    return earned.length === 0 ? [] : [{ annotatorId: id, name, earned }];
  });
  return { items: page, nextCursor };
}
