import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import { insertReset } from '../auth/reset-links.queries.ts';
import type { Services } from '../context.ts';
import { personById } from './owner-changes.ts';
import { idByEmail } from './users.queries.ts';

const LINK_MINUTES = 60;

export interface PasswordLink {
  readonly email: string;
  /** The secret of the link, told once. */
  readonly token: string;
  readonly expiresAt: string;
}

/**
 * A one-time link for a new password on behalf of whoever runs the installation: for when nobody else can make one. Earlier
 * links end. Leaves an entry in the audit log. Throws `not_found` for an e-mail without an account, and `wrong_state`.
 */
export async function operatePasswordReset(ctx: Pick<Services, 'db'>, email: string): Promise<PasswordLink> {
  return inTransaction(ctx.db.db, async (db) => {
    const person = await personById(db, await idByEmail(db, email));
    if (person.disabledAt !== null)
      throw new Problem('wrong_state', {
        detail: 'This account is disabled: an owner has to enable it first.',
      });
    if (person.isDemo)
      throw new Problem('wrong_state', {
        detail: 'The password of a demo account is public and stays as it is.',
      });
    const made = await insertReset(db, { userId: person.id, createdBy: null, minutes: LINK_MINUTES });
    await recordSystem(db, {
      action: 'operatePasswordReset',
      objectKind: 'account',
      objectId: person.id,
      projectId: null,
      before: null,
      after: { password_link: 'made' },
    });
    return { email: person.email ?? '', ...made };
  });
}
