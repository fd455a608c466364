import { Problem } from '@pairwright/contract/errors';
import type { Tx } from '@pairwright/db/transaction';
import { requireAnotherOwner } from './owners.queries.ts';
import { userColumns } from './users.queries.ts';

/** Whom letters go to. */
export interface Party {
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
  readonly locale: 'en' | 'zh-CN';
}

/** What decides whether somebody can own the installation. */
type Found = Party & { isOwner: boolean; isDemo: boolean; disabledAt: string | null };

/** Holds the row until the transaction ends. Throws `not_found`. */
export async function personById(db: Tx, userId: string): Promise<Found> {
  const found = await db
    .selectFrom('users')
    .select([...userColumns, 'locale'])
    .where('id', '=', userId)
    .where('kind', '=', 'person')
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not_found');
  return found;
}

/** The e-mail of the person, as who asks has typed it: they mean this one. Throws `invalid_request`. */
export function requireTypedEmail(person: Party, typed: string | undefined): void {
  if (person.email === typed) return;
  throw new Problem('invalid_request', {
    faults: [{ path: 'body.email', rule: 'the e-mail of the account', fix: 'Type the e-mail that it has.' }],
  });
}

/** Makes an active person an owner; who is one already can only be handed the rest. Throws `wrong_state`. */
export async function makeOwner(db: Tx, person: Found, change: 'hand_over' | 'take_in'): Promise<void> {
  if (person.disabledAt !== null)
    throw new Problem('wrong_state', { detail: 'This account is disabled: enable it first.' });
  if (person.isDemo)
    throw new Problem('wrong_state', {
      detail: 'The password of a demo account is public: it can own nothing.',
    });
  if (person.isOwner && change === 'take_in')
    throw new Problem('wrong_state', { detail: 'This person is an owner already.' });
  await db.updateTable('users').set({ is_owner: true }).where('id', '=', person.id).execute();
}

/** Throws `wrong_state`, `last_owner`. */
export async function endOwnership(db: Tx, person: Found): Promise<void> {
  if (!person.isOwner) throw new Problem('wrong_state', { detail: 'This person is no owner.' });
  await requireAnotherOwner(db, person.id);
  await db.updateTable('users').set({ is_owner: false }).where('id', '=', person.id).execute();
}
