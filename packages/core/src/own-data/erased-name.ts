import { randomBytes } from 'node:crypto';
import type { Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';

/** A name that says nothing of who it was. */
export function erasedName(): string {
  return `annotator-${randomBytes(6).toString('hex')}`;
}

/** Takes from the log what is about somebody who was erased; it keeps hashes only of that, and so stays whole. */
export async function removeFromAudit(db: Tx, userId: string): Promise<void> {
  await sql`select remove_audit_of_person(${userId})`.execute(db);
}
