import type { Role } from '@pairwright/contract/access';
import type { Tx } from '@pairwright/db/transaction';

export interface HeldRole {
  readonly userId: string;
  readonly role: Role;
  /** Given by the claims of the provider, not by people. */
  readonly byClaims: boolean;
}

/**
 * The project's admins and this person, if they are a member. Their rows are locked until the transaction ends, so that two
 * admins cannot be taken away at the same time.
 */
export async function lockAdmins(db: Tx, projectId: string, userId: string): Promise<HeldRole[]> {
  return db
    .selectFrom('project_members')
    .select(['user_id as userId', 'role', 'by_claims as byClaims'])
    .where('project_id', '=', projectId)
    .where((eb) => eb.or([eb('role', '=', 'admin'), eb('user_id', '=', userId)]))
    .orderBy('user_id')
    .forUpdate()
    .execute();
}
