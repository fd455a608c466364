import type { Executor } from '@pairwright/db/database';
import { inTransaction } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import type { Services } from '../context.ts';
import { endOwnership, makeOwner, personById } from './owner-changes.ts';
import { lockOwners } from './owners.queries.ts';
import { idByEmail } from './users.queries.ts';

export interface Owner {
  readonly email: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly isDemo: boolean;
}

/** Who owns the installation, the first one first. */
export async function listOwners(db: Executor): Promise<Owner[]> {
  const rows = await db
    .selectFrom('users')
    .select(['email', 'name', 'disabled_at', 'is_demo as isDemo'])
    .where('is_owner', '=', true)
    .orderBy('id')
    .execute();
  return rows.map(({ email, name, disabled_at, isDemo }) => ({
    email: email ?? '',
    name,
    isDemo,
    disabled: disabled_at !== null,
  }));
}

/**
 * Makes somebody an owner, or ends that, on behalf of whoever runs the installation: for when no owner can sign in. Leaves an
 * entry in the audit log. Throws `not_found` for an e-mail without an account, `wrong_state` and `last_owner`.
 */
export async function operateOwnership(
  ctx: Pick<Services, 'db'>,
  { email, change }: { email: string; change: 'take_in' | 'end' },
): Promise<Owner> {
  return inTransaction(ctx.db.db, async (db) => {
    await lockOwners(db);
    const person = await personById(db, await idByEmail(db, email));
    if (change === 'end') await endOwnership(db, person);
    else await makeOwner(db, person, change);
    await recordSystem(db, {
      action: 'operateOwnership',
      objectKind: 'account',
      objectId: person.id,
      projectId: null,
      before: { is_owner: person.isOwner },
      after: { is_owner: change === 'take_in', change },
    });
    const { name, isDemo } = person;
    return { email: person.email ?? '', name, isDemo, disabled: person.disabledAt !== null };
  });
}
