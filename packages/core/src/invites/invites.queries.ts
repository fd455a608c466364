import { sql } from 'kysely';
import type { Role } from '@pairwright/contract/access';
import type { InviteState } from '@pairwright/contract/invites';
import type { Executor } from '@pairwright/db/database';
import { steadyNow } from '@pairwright/db/steady-clock';

/** Whoever made it may still manage the project: what somebody may no longer do, their links may not do either. */
const makerMay = sql<boolean>`exists (
  select 1 from users maker left join project_members mm on mm.user_id = maker.id and mm.project_id = i.project_id
  where maker.id = i.created_by and maker.disabled_at is null and (maker.is_owner or mm.role = 'admin'))`;

export const stateOfInvite = sql<InviteState>`case
  when i.revoked_at is not null then 'revoked'
  when i.uses >= i.max_uses then 'used_up'
  when i.expires_at <= ${steadyNow} then 'expired'
  when not ${makerMay} then 'maker_gone'
  else 'open' end`;

export interface OpenInvite {
  readonly id: string;
  readonly projectId: string;
  readonly role: Role;
  readonly email: string | null;
  readonly teams: string[];
}

/** The open invitation of this token, into a project that is not archived; undefined for all others alike. */
export function openInvites(db: Executor, tokenHash: Buffer) {
  return db
    .selectFrom('invites as i')
    .innerJoin('projects as p', 'p.id', 'i.project_id')
    .where('i.token_hash', '=', tokenHash)
    .where('p.state', '!=', 'archived')
    .where('p.deleted_at', 'is', null)
    .where(sql<boolean>`${stateOfInvite} = 'open'`);
}

/** Takes one use. False when the last one was taken meanwhile. */
export async function useInvite(db: Executor, inviteId: string): Promise<boolean> {
  const done = await db
    .updateTable('invites')
    .set((eb) => ({ uses: eb('uses', '+', 1), last_used_at: sql<string>`now()` }))
    .where('id', '=', inviteId)
    .whereRef('uses', '<', 'max_uses')
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Teams of the project by name: of its members, of open invitations, and of batches that are for them. */
export async function teamsOf(db: Executor, projectId: string): Promise<string[]> {
  const { rows } = await sql<{ team: string }>`
    select unnest(m.teams) as team from project_members m where m.project_id = ${projectId}
    union select unnest(i.teams) from invites i where i.project_id = ${projectId} and ${stateOfInvite} = 'open'
    union select substr(token, 6) from batches b, unnest(b.only_for) token
      where b.project_id = ${projectId} and token like 'team:%'
    order by team`.execute(db);
  return rows.map(({ team }) => team);
}
