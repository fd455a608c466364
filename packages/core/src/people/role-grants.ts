import { actionsOfRole, type Role } from '@pairwright/contract/access';
import type { ProjectAction } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import { type Proof, requireProof } from '../auth/proof.service.ts';
import type { Context } from '../context.ts';

/** Whether a role may do anything that who has the other one may not. */
export function givesMore(role: Role, held: Role): boolean {
  const had: readonly ProjectAction[] = actionsOfRole[held];
  return actionsOfRole[role].some((action) => !had.includes(action));
}

/**
 * Lets a role be given that is no more than the one held, which to begin with is the annotator's. A higher one is given by
 * who is signed in and has shown again who they are: it outlives the session or token that it was given with. Outside of the
 * transaction, so that wrong passwords are counted. Throws `session_required`, and as `requireProof`.
 */
export async function requireProofForRole(
  ctx: Context,
  { role, held = 'annotator' }: { role: Role; held?: Role },
  proof: Proof,
): Promise<void> {
  if (!givesMore(role, held)) return;
  if (ctx.actor.via !== 'session')
    throw new Problem('session_required', {
      detail: `The role "${role}" cannot be given with an API token, only "annotator". Sign in to give it.`,
    });
  await requireProof(ctx, proof);
}
