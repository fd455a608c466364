import type { Tx } from '@pairwright/db/transaction';
import { type NewEntry, writeEntry } from './write-entry.ts';

type Said = Pick<NewEntry, 'action' | 'objectKind' | 'objectId' | 'projectId' | 'before' | 'after'> & {
  /** What of it is about a person; left out: nothing. */
  readonly person?: NewEntry['person'];
};

/** Writes down what the system does by itself. Call it last in the transaction. */
export async function recordSystem(db: Tx, { person = null, ...said }: Said): Promise<void> {
  await writeEntry(db, { ...said, actorId: null, via: 'system', requestId: null, origin: null, person });
}
