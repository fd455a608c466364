import { sql } from 'kysely';
import type { AuditCheck } from '@pairwright/contract/audit';
import type { Executor } from '@pairwright/db/database';
import { type ChainedEntry, chainFault, ChainStart } from '@pairwright/domain/audit/chain';
import { sha256Hex } from '@pairwright/runtime/hash';
import type { Services } from '../context.ts';
import { findCheck, storeCheck } from './check.queries.ts';
import { readChain } from './entries.queries.ts';
import { type LateSeal, projectExists, type Seal, sumJudgments, sumLate } from './seals.queries.ts';

const PER_READ = 1_000;

/**
 * Reads the whole log and computes every hash anew, also of the judgments that were sealed; keeps what it found. Stops at
 * the first fault. An end that was cut off shows by the head that the check before saw.
 */
export async function checkAudit(services: Pick<Services, 'db'>, signal?: AbortSignal): Promise<AuditCheck> {
  const { db } = services.db;
  const before = await findCheck(db);
  const found = await walk(db, before?.head ?? null, signal);
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(db);
  const check: AuditCheck = { checkedAt: rows[0]!.now, ...found };
  // The head of a whole log is remembered: one that was cut off does not become whole by being checked again.
  await storeCheck(db, check.fault === null ? check : { ...check, head: before?.head ?? null });
  return check;
}

type Found = Omit<AuditCheck, 'checkedAt'>;

async function walk(db: Executor, anchor: Found['head'], signal?: AbortSignal): Promise<Found> {
  let previous: ChainedEntry | undefined;
  let entries = 0;
  let judgments = 0;
  let sawAnchor = anchor === null;
  const start = new ChainStart();
  const found = (fault: Found['fault']): Found => ({
    entries,
    judgments,
    head: previous === undefined ? null : { seq: previous.seq, hash: previous.hash },
    fault,
  });
  for (;;) {
    signal?.throwIfAborted();
    const page = await readChain(db, { after: previous?.seq ?? 0, limit: PER_READ });
    for (const entry of page) {
      const fault = chainFault(entry, previous, sha256Hex);
      if (fault !== null) return found({ seq: entry.seq, fault });
      start.see(entry);
      if (entry.seq === anchor?.seq) {
        if (entry.hash !== anchor.hash) return found({ seq: entry.seq, fault: 'anchor' });
        sawAnchor = true;
      }
      if (entry.action === 'sealJudgments') {
        const sealed = await checkSeal(db, entry);
        if (sealed === null) return found({ seq: entry.seq, fault: 'judgments' });
        judgments += sealed;
      }
      previous = entry;
      entries += 1;
    }
    if (page.length < PER_READ) break;
  }
  if (start.gap !== null) return found({ seq: start.gap, fault: 'gap' });
  const seq = anchor?.seq ?? 0;
  return found(sawAnchor || start.isRemoved(seq) ? null : { seq, fault: 'anchor' });
}

/** How many judgments fit their seal; null when they do not. */
async function checkSeal(db: Executor, entry: ChainedEntry): Promise<number | null> {
  const seal = entry.after as Seal | LateSeal;
  const projectId = entry.projectId as string;
  if (!(await projectExists(db, projectId))) return 0;
  const now =
    'late' in seal
      ? await sumLate(db, { projectId, late: seal.late })
      : await sumJudgments(db, { projectId, from: seal.from, to: seal.to });
  return now.judgments === seal.judgments && now.sha256 === seal.sha256 ? seal.judgments : null;
}
