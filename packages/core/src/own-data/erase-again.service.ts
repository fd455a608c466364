import { inTransaction } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import type { Services } from '../context.ts';
import { removeImportedName } from './remove-imported-name.ts';
import { removePerson } from './remove-person.ts';

/** What became of those who were erased before. */
export interface ErasedAgain {
  readonly erased: readonly string[];
  /** Not there, or erased already. */
  readonly gone: readonly string[];
  /** Owners as the database is: they can be erased only when they are owners no more. */
  readonly owners: readonly string[];
}

/**
 * Erases those anew who were erased since a database was as it is now, after a restore; each leaves an entry in the audit log.
 * Safe to do again.
 */
export async function eraseAgain(
  ctx: Pick<Services, 'db'>,
  userIds: readonly string[],
): Promise<ErasedAgain> {
  const done = { erased: [] as string[], gone: [] as string[], owners: [] as string[] };
  for (const userId of userIds) done[await eraseOne(ctx, userId)].push(userId);
  return done;
}

async function eraseOne(ctx: Pick<Services, 'db'>, userId: string): Promise<keyof ErasedAgain> {
  return inTransaction(ctx.db.db, async (db) => {
    const user = await db
      .selectFrom('users')
      .select(['kind', 'email', 'is_owner'])
      .where('id', '=', userId)
      .where('erased_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (user === undefined) return 'gone';
    if (user.is_owner) return 'owners';
    if (user.kind === 'imported') await removeImportedName(db, userId);
    else await removePerson(db, { userId, email: user.email ?? '', by: null });
    await recordSystem(db, {
      action: 'eraseUser',
      objectKind: 'account',
      objectId: userId,
      projectId: null,
      before: null,
      after: { erased: true },
    });
    return 'erased';
  });
}
