import { type RawBuilder, sql } from 'kysely';
import { actionsOfRole, type Role } from '@pairwright/contract/access';
import type { ProjectAction, Scope } from '@pairwright/contract/endpoint';
import { steadyNow } from '@pairwright/db/steady-clock';

/** What lasts longer than the request that asked for it: the scope that a token needs is called as the action is. */
export type Lasting = ProjectAction & Scope;

/** Where it stands who asked, with which token, and for which project. */
export interface Asked {
  readonly user: RawBuilder<string | null>;
  /** Null: in a session. */
  readonly token: RawBuilder<string | null>;
  /** Null: for the installation. */
  readonly project: RawBuilder<string | null>;
}

const rolesThatMay = (action: Lasting): Role[] =>
  (Object.keys(actionsOfRole) as Role[]).filter((role) =>
    (actionsOfRole[role] as readonly ProjectAction[]).includes(action),
  );

/** Whether the person may still do this: the account works and has the role. */
export function personMaySql({ user, project }: Omit<Asked, 'token'>, action: Lasting): RawBuilder<boolean> {
  return sql<boolean>`exists (select from users au
    left join project_members am on am.project_id = ${project} and am.user_id = au.id
    where au.id = ${user} and au.disabled_at is null
      and coalesce(am.role = any(${rolesThatMay(action)}::text[]), au.is_owner))`;
}

/** Whether the token, if there was one, is still good for this. One whose row is gone is not. */
export function tokenMaySql({ token, project }: Omit<Asked, 'user'>, action: Lasting): RawBuilder<boolean> {
  return sql<boolean>`(${token} is null or exists (select from api_tokens at
    where at.id = ${token} and at.revoked_at is null and at.expires_at > ${steadyNow} and ${action} = any(at.scopes)
      and (at.project_ids is null or ${project} = any(at.project_ids))))`;
}

/** Whether who asked for something may still have it: as a person, and by the token they asked with. */
export function stillMaySql(asked: Asked, action: Lasting): RawBuilder<boolean> {
  return sql<boolean>`(${personMaySql(asked, action)} and ${tokenMaySql(asked, action)})`;
}
