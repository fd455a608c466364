import { Problem } from '@pairwright/contract/errors';
import { inTransaction } from '@pairwright/db/transaction';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';
import { lockProject } from './trash.queries.ts';
import { purge, requireName } from './trash.service.ts';

/**
 * Removes a project of the trash for good, once who asks has shown again who they are. Throws Problem `not_found`,
 * `invalid_request` for another name, and as `requireProof`.
 */
export async function purgeProject(
  ctx: Context,
  input: { projectId: string; name: string; proof: Proof },
): Promise<void> {
  await requireProof(ctx, input.proof);
  await inTransaction(
    ctx.db.db,
    async (db) => {
      const project = await lockProject(db, input.projectId, 'in_trash');
      if (project === undefined) throw new Problem('not_found');
      requireName(project.name, input.name);
      await purge(db, ctx, input.projectId);
    },
    { statementTimeoutMs: 0 },
  );
}
