import type { Retention, RetentionRules } from '@pairwright/contract/retention';
import { inTransaction } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { readLastRun, readRules, writeRules } from './retention.queries.ts';

/** The rules, and what was removed last. */
export async function getRetention(ctx: Context): Promise<Retention> {
  return { rules: await readRules(ctx.db.db), last: await readLastRun(ctx.db.db) };
}

/** Changes the rules, once who asks has shown again who they are; nothing is removed before the night. Throws as `requireProof`. */
export async function setRetention(
  ctx: Context,
  { rules, proof }: { rules: RetentionRules; proof: Proof },
): Promise<Retention> {
  await requireProof(ctx, proof);
  return inTransaction(ctx.db.db, async (db) => {
    await writeRules(db, rules);
    return { rules, last: await readLastRun(db) };
  });
}
