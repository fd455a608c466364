import type { Insertable } from 'kysely';
import type { Database } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { inTransaction } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import { insertBackup } from './backups.queries.ts';

/** Keeps that a backup was made, with its entry of the audit log. */
export async function recordBackup(
  { db }: Pick<Database, 'db'>,
  backup: Insertable<DB['backups']>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await insertBackup(tx, backup);
    await recordSystem(tx, {
      action: 'makeBackup',
      objectKind: 'backup',
      objectId: backup.id,
      projectId: null,
      before: null,
      after: {
        destination: backup.destination,
        host: backup.host,
        madeBy: backup.made_by,
        bytes: backup.bytes,
        sha256: backup.sha256,
        encrypted: backup.encrypted,
        rows: backup.row_count,
        artifacts: backup.artifact_count,
      },
    });
  });
}

/** What was put into this database, by whom and where. */
export interface Restored {
  readonly id: string;
  readonly source: string;
  readonly host: string;
  readonly restoredBy: string;
  readonly madeAt: string;
  readonly sha256: string;
  readonly rows: number;
  readonly artifacts: number;
}

/** Writes the entry of a restore behind the log as the backup had it. */
export async function recordRestore({ db }: Pick<Database, 'db'>, { id, ...said }: Restored): Promise<void> {
  await inTransaction(db, (tx) =>
    recordSystem(tx, {
      action: 'restoreBackup',
      objectKind: 'backup',
      objectId: id,
      projectId: null,
      before: null,
      after: { ...said },
    }),
  );
}
