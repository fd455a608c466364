import { sql } from 'kysely';
import type { RetentionRules, RetentionRun } from '@pairwright/contract/retention';
import { afterCommit, inTransaction, type Tx } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import type { Services } from '../context.ts';
import {
  markUploadsRemoved,
  readRules,
  removeAddresses,
  removeCrowdIds,
  removeEndedSignIns,
  removeEntries,
  removeExports,
  writeLastRun,
} from './retention.queries.ts';

/**
 * Removes what is older than the rules say, in one transaction with its entry of the audit log; files follow the commit.
 * Running it twice removes nothing more.
 */
export async function applyRetention(
  services: Pick<Services, 'db' | 'artifacts' | 'log'>,
): Promise<RetentionRun> {
  return inTransaction(
    services.db.db,
    async (db) => {
      const rules = await readRules(db);
      const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db);
      const files = await removeFiles(db, services, rules);
      const signIns =
        rules.signInDays === null
          ? { sessions: 0, tokens: 0 }
          : await removeEndedSignIns(db, rules.signInDays);
      const crowdIds = rules.crowdIdDays === null ? 0 : await removeCrowdIds(db, rules.crowdIdDays);
      const { audit, addresses } = await thinAudit(db, rules);
      const removed = { auditEntries: audit.removed, addresses, ...files, ...signIns, crowdIds };
      const run = { at: rows[0]!.at, ...removed };
      await writeLastRun(db, run);
      if (Object.values(removed).some((count) => count > 0))
        await recordSystem(db, {
          action: 'applyRetention',
          objectKind: 'retention',
          objectId: null,
          projectId: null,
          before: null,
          // What the chain of the entries that stay begins behind.
          after: { ...removed, ...(audit.upTo === null ? {} : { auditUpTo: audit.upTo }) },
        });
      return run;
    },
    { statementTimeoutMs: 0 },
  );
}

async function removeFiles(
  db: Tx,
  { artifacts, log }: Pick<Services, 'artifacts' | 'log'>,
  rules: RetentionRules,
): Promise<{ uploads: number; exports: number }> {
  const uploads = rules.uploadDays === null ? [] : await markUploadsRemoved(db, rules.uploadDays);
  const exports = rules.exportDays === null ? [] : await removeExports(db, rules.exportDays);
  const prefixes = [...uploads.map((id) => `imports/${id}`), ...exports.map((id) => `exports/${id}`)];
  afterCommit(db, async () => {
    for (const prefix of prefixes)
      await artifacts.deletePrefix(prefix).catch((error: unknown) => {
        log.warn({ err: error, prefix }, 'files that a retention rule removes could not be deleted');
      });
  });
  return { uploads: uploads.length, exports: exports.length };
}

async function thinAudit(db: Tx, rules: RetentionRules) {
  const addresses = rules.addressDays === null ? 0 : await removeAddresses(db, rules.addressDays);
  const audit =
    rules.auditDays === null ? { removed: 0, upTo: null } : await removeEntries(db, rules.auditDays);
  return { audit, addresses };
}
