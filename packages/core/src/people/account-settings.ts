import { sql } from 'kysely';
import type { Context } from '../context.ts';
import type { Executor } from '@pairwright/db/database';

export type RegistrationMode = 'off' | 'approval';

const KEY = 'registration';

/** Whether strangers may ask for an account; off until the owner says otherwise. */
export async function registrationMode(db: Executor): Promise<RegistrationMode> {
  const row = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('key', '=', KEY)
    .executeTakeFirst();
  return row?.value === 'approval' ? 'approval' : 'off';
}

export async function updateAccountSettings(
  ctx: Context,
  { registration }: { registration: RegistrationMode },
): Promise<{ registration: RegistrationMode }> {
  const value = JSON.stringify(registration);
  await ctx.db.db
    .insertInto('instance_settings')
    .values({ key: KEY, value })
    .onConflict((on) => on.column('key').doUpdateSet({ value, updated_at: sql<string>`now()` }))
    .execute();
  return { registration };
}
