import { Problem } from '@pairwright/contract/errors';
import type { KeyedOperation } from '@pairwright/contract/repeat-key';
import { afterCommit, withHooks } from '@pairwright/db/transaction';
import { payloadHash } from '../annotate/payload-hash.ts';
import { callOf } from '../audit/audited.ts';
import { auditRules } from '../audit/rules.ts';
import type { Context, ProjectContext } from '../context.ts';
import { DoneBefore } from './done-before.ts';
import { readMade } from './read-made.ts';
import { findMade, noteMade, takeKey } from './repeat-keys.queries.ts';

export interface KeyedRequest<C extends Context> {
  readonly operation: KeyedOperation;
  readonly ctx: C;
  /** A UUID of the client's. */
  readonly key: string;
  readonly input: { readonly params: unknown; readonly body: unknown };
  /** All that was asked for; read when the change is made, since an upload is known by then only. */
  readonly payload: () => unknown;
}

/**
 * Runs an operation that makes something, unless the same person has made it under the same key: then gives what was made, as it
 * is now. The key is stored in the transaction that makes the thing, so two at once make one, and what failed may be asked again.
 * Throws Problem repeat_conflict when the key was used for another request, and what the operation throws.
 */
export async function runOnce<C extends Context>(
  request: KeyedRequest<C>,
  work: (ctx: C) => Promise<unknown>,
): Promise<unknown> {
  const { ctx, operation, key } = request;
  const of = { actorId: ctx.actor.userId, key };
  const hash = (): Buffer => payloadHash([operation, request.payload()]);
  let isKept = false;
  const db = withHooks(ctx.db, {
    async begun(tx) {
      if (isKept || (await takeKey(tx, { ...of, operation, payloadHash: hash() }))) return;
      throw new DoneBefore();
    },
    async ending(tx, result) {
      if (isKept) return;
      await noteMade(tx, of, auditRules[operation].id({ ...callOf(request), result }));
      // Not before the commit: after a deadlock everything runs again.
      afterCommit(tx, () => void (isKept = true));
    },
  });
  try {
    return await work({ ...ctx, db });
  } catch (error) {
    if (!(error instanceof DoneBefore)) throw error;
  }
  const made = await findMade(ctx.db.db, of);
  // Forgotten in this very moment.
  if (made === undefined) throw new Problem('unavailable', { retryAfterSeconds: 1 });
  if (made.operation !== operation || !made.payloadHash.equals(hash())) throw usedForAnother(key);
  // The operations without a project in their address do not look at it.
  return readMade[operation](ctx as unknown as ProjectContext, made.objectId as string);
}

function usedForAnother(key: string): Problem {
  return new Problem('repeat_conflict', {
    detail: `The key ${key} came with another request before, and that was done. Take a new key for a new request; send the very same request to have its answer again.`,
  });
}
