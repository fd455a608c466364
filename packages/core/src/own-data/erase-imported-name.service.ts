import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { sql } from 'kysely';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { ProjectContext } from '../context.ts';
import { removeImportedName } from './remove-imported-name.ts';

/**
 * Removes the name by which files of the project know somebody who judged elsewhere, and keeps what they judged. A file that
 * names them again makes somebody new. Cannot be undone. Throws Problem `not_found`, `wrong_state` (no name, or not any more),
 * `invalid_request` when it is another name, and as `requireProof`.
 */
export async function eraseImportedName(
  ctx: ProjectContext,
  { userId, name, proof }: { userId: string; name: string; proof: Proof },
): Promise<void> {
  await requireProof(ctx, proof);
  await inTransaction(ctx.db.db, async (db) => {
    const found = await findImported(db, { projectId: ctx.projectId, userId });
    if (found === undefined) throw new Problem('not_found');
    if (found.erasedAt !== null) throw new Problem('wrong_state', { detail: 'The name was erased already.' });
    if (found.isUnnamed)
      throw new Problem('wrong_state', { detail: 'The file named nobody: there is no name to erase.' });
    if (found.name.trim().normalize() !== name.trim().normalize())
      throw new Problem('invalid_request', {
        faults: [{ path: 'body.name', rule: 'the name as it is', fix: 'Type the name that the list shows.' }],
      });
    await removeImportedName(db, userId);
  });
}

/** Somebody of a file of this project, or of the demo's data, whose row is held until the transaction ends. */
async function findImported(
  db: Tx,
  { projectId, userId }: { projectId: string; userId: string },
): Promise<{ name: string; erasedAt: string | null; isUnnamed: boolean } | undefined> {
  const { rows } = await sql<{ name: string; erasedAt: string | null; isUnnamed: boolean }>`
    select u.name, u.erased_at as "erasedAt", i.user_id is not null and i.external_name is null as "isUnnamed"
    from users u left join imported_annotators i on i.user_id = u.id
    where u.id = ${userId} and u.kind = 'imported' and (i.project_id = ${projectId} or i.user_id is null
      and exists (select from judgments j where j.annotator_id = u.id and j.project_id = ${projectId}))
    for update of u`.execute(db);
  return rows[0];
}
