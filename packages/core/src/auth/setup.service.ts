import type { Me } from '@pairwright/contract/auth';
import { Problem } from '@pairwright/contract/errors';
import type { Executor } from '@pairwright/db/database';
import { violatesUnique } from '@pairwright/db/errors';
import { inTransaction } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { hasOwner, lockOwners } from '../people/owners.queries.ts';
import { demoAccounts } from './demo-accounts.ts';
import { readMe } from './me.queries.ts';
import { hashNewPassword } from './new-password.ts';
import { startSession } from './session.service.ts';

/** Whether somebody has still to become the owner, and the demo sign-ins that exist. */
export async function getSetup(
  ctx: Services,
): Promise<{ needsOwner: boolean; demoAccounts: { email: string; password: string; role: string }[] }> {
  const { db } = ctx.db;
  const emails = new Set(await demoEmails(db));
  return {
    needsOwner: !(await hasOwner(db)),
    demoAccounts: demoAccounts
      .filter((account) => emails.has(account.email))
      .map(({ email, password, role }) => ({ email, password, role })),
  };
}

/** The e-mails of demo accounts that can sign in. */
export async function demoEmails(db: Executor): Promise<string[]> {
  const rows = await db
    .selectFrom('users')
    .select('email')
    .where('is_demo', '=', true)
    .where('disabled_at', 'is', null)
    .where('email', 'is not', null)
    .execute();
  return rows.map((row) => row.email as string);
}

export interface NewOwner {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly locale: 'en' | 'zh-CN';
  readonly userAgent: string | undefined;
  readonly address: string | undefined;
}

/** Makes the owner and signs them in; works once, however many try at the same time. Throws `already_set_up`. */
export async function createOwner(ctx: Services, input: NewOwner): Promise<{ me: Me; token: string }> {
  // Looked at first, so that a stranger cannot make the server hash passwords for nothing.
  if (await hasOwner(ctx.db.db)) throw new Problem('already_set_up');
  const passwordHash = await hashNewPassword(input.password, input);
  const id = ctx.ids.next();
  return inTransaction(ctx.db.db, async (db) => {
    await lockOwners(db);
    if (await hasOwner(db)) throw new Problem('already_set_up');
    await db
      .insertInto('users')
      .values({
        id,
        kind: 'person',
        email: input.email,
        name: input.name,
        password_hash: passwordHash,
        is_owner: true,
        locale: input.locale,
      })
      .execute()
      .catch(translateEmail);
    const token = await startSession(db, { userId: id, userAgent: input.userAgent, address: input.address });
    return { me: await readMe(db, id), token };
  });
}

/** Turns the constraint on e-mails into the problem `email_taken`. */
export function translateEmail(error: unknown): never {
  if (violatesUnique(error, 'users_email_key')) throw new Problem('email_taken');
  throw error;
}
