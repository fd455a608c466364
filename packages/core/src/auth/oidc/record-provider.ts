import type { Tx } from '@pairwright/db/transaction';
import { recordSystem } from '../../audit/record-system.ts';
import { takeSnapshot } from '../../audit/snapshot.queries.ts';
import type { ClaimedChange } from './follow-claims.ts';

/** Writes down what a sign-in at the provider has changed here: the account it made, and each membership. Call it last. */
export async function recordProvider(
  db: Tx,
  { userId, isNew, changes }: { userId: string; isNew: boolean; changes: readonly ClaimedChange[] },
): Promise<void> {
  if (isNew) await recordAccount(db, userId);
  for (const { projectId, before, after, claimed } of changes)
    await recordSystem(db, {
      action: 'followClaims',
      objectKind: 'member',
      objectId: userId,
      projectId,
      before: before === null ? null : { role: before },
      after:
        after === claimed
          ? after === null
            ? null
            : { role: after }
          : { role: after, claimed, kept: 'last_admin' },
    });
}

async function recordAccount(db: Tx, userId: string): Promise<void> {
  const made = await takeSnapshot(db, { kind: 'account', id: userId, projectId: null });
  await recordSystem(db, {
    action: 'makeAccountByProvider',
    objectKind: 'account',
    objectId: userId,
    projectId: null,
    before: null,
    after: made?.fields ?? null,
    person: { personId: userId, data: { before: null, after: made?.person?.fields ?? null } },
  });
}
