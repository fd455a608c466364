import { inTransaction } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { recordSystem } from './record-system.ts';
import {
  completeUntil,
  endOfSeal,
  findUnsealed,
  moveSeal,
  sumJudgments,
  type ToSeal,
} from './seals.queries.ts';

/**
 * Writes one entry for each block of new judgments, project by project: no vote waits for the log, and none of them can
 * be changed afterwards without being noticed. Gives the number of judgments sealed.
 */
export async function sealJudgments(services: Pick<Services, 'db'>, signal?: AbortSignal): Promise<number> {
  const { db } = services.db;
  const until = await completeUntil(db);
  let sealed = 0;
  for (const { projectId, from } of await findUnsealed(db, until)) {
    let last = from;
    for (let done = false; !done;) {
      signal?.throwIfAborted();
      const block = await sealNext(services, { projectId, from: last, until });
      sealed += block.judgments;
      last = block.to;
      done = block.to >= until;
    }
  }
  return sealed;
}

async function sealNext(
  { db: database }: Pick<Services, 'db'>,
  { projectId, from, until }: ToSeal & { readonly until: string },
): Promise<{ to: string; judgments: number }> {
  return inTransaction(database.db, async (db) => {
    const to = await endOfSeal(db, { projectId, from, until });
    const sum = await sumJudgments(db, { projectId, from, to });
    await moveSeal(db, projectId, to);
    if (sum.judgments > 0)
      await recordSystem(db, {
        action: 'sealJudgments',
        objectKind: 'judgments',
        objectId: null,
        projectId,
        before: null,
        after: { from, to, ...sum },
      });
    return { to, judgments: sum.judgments };
  });
}
