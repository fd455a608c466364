import { randomBytes } from 'node:crypto';
import type { Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import { erasedName, removeFromAudit } from './erased-name.ts';

/** As hexadecimal digits longer than a name in a file may be, so that no file can name it. */
const UNNAMEABLE_BYTES = 128;

/** Whoever calls has looked at who it is, and holds their row. */
export async function removeImportedName(db: Tx, userId: string): Promise<void> {
  await db
    .updateTable('imported_annotators')
    .set({ external_name: randomBytes(UNNAMEABLE_BYTES).toString('hex') })
    .where('user_id', '=', userId)
    .where('external_name', 'is not', null)
    .execute();
  await db
    .updateTable('users')
    .set({ name: erasedName(), disabled_at: sql<string>`now()`, erased_at: sql<string>`now()` })
    .where('id', '=', userId)
    .execute();
  await removeFromAudit(db, userId);
}
