import { type Role, scopes as allScopes } from '@pairwright/contract/access';
import type { Scope } from '@pairwright/contract/endpoint';
import { sql } from 'kysely';
import type { Database } from '@pairwright/db/database';
import { prepared } from '@pairwright/db/prepared';
import type { Caller } from '../access/access.policy.ts';
import { type Credentials, credentialHash, isWellFormed } from './credentials.ts';

/** A session not used for so long has ended. */
export const SESSION_IDLE_DAYS = 14;
/** A session ends after so long, used or not. */
export const SESSION_ABSOLUTE_DAYS = 60;

const everyScope: ReadonlySet<Scope> = new Set(allScopes);

const PROJECT_PART = `
  left join projects p on p.id = $2::uuid and p.deleted_at is null
  left join project_members m on m.project_id = p.id and m.user_id = u.id`;

export const SESSION_SQL = `
  select u.id as user_id, u.is_owner, null::text[] as scopes, p.id is not null as project_exists, m.role,
         s.last_used_at < now() - interval '1 minute' as stale
  from sessions s join users u on u.id = s.user_id ${PROJECT_PART}
  where s.token_hash = $1 and s.expires_at > now() and s.last_used_at > now() - interval '${SESSION_IDLE_DAYS} days'
    and u.disabled_at is null`;

const TOKEN_SQL = `
  select u.id as user_id, u.is_owner, t.scopes, p.id is not null as project_exists, m.role,
         coalesce(t.last_used_at < now() - interval '1 minute', true) as stale
  from api_tokens t join users u on u.id = t.user_id ${PROJECT_PART}
  where t.secret_hash = $1 and t.expires_at > now() and t.revoked_at is null and u.disabled_at is null`;

interface CallerRow {
  user_id: string;
  is_owner: boolean;
  scopes: Scope[] | null;
  project_exists: boolean;
  role: Role | null;
  stale: boolean;
}

/**
 * Who these credentials belong to and, when `projectId` is given, their role there: one statement, asked anew for every
 * request, so that a changed role or an ended session counts from the next request on. Undefined when they are not valid.
 */
export async function findCaller(
  database: Database,
  credentials: Credentials,
  projectId: string | null,
): Promise<Caller | undefined> {
  if (!isWellFormed(credentials)) return undefined;
  const hash = credentialHash(credentials.secret);
  const [row] = await prepared<CallerRow>(database.pool, {
    name: `caller_by_${credentials.kind}`,
    text: credentials.kind === 'session' ? SESSION_SQL : TOKEN_SQL,
    values: [hash, projectId],
  });
  if (row === undefined) return undefined;
  if (row.stale) await recordUse(database, credentials.kind, hash);
  return {
    actor: {
      userId: row.user_id,
      isOwner: row.is_owner,
      via: credentials.kind,
      scopes: row.scopes === null ? everyScope : new Set(row.scopes),
    },
    role: row.role ?? (row.is_owner && row.project_exists ? 'owner' : null),
  };
}

/** At most once a minute per session or token: a write on every request would cost more than the request. */
async function recordUse(database: Database, kind: Credentials['kind'], hash: Buffer): Promise<void> {
  const touched = { last_used_at: sql<string>`now()` };
  if (kind === 'session')
    await database.db.updateTable('sessions').set(touched).where('token_hash', '=', hash).execute();
  else await database.db.updateTable('api_tokens').set(touched).where('secret_hash', '=', hash).execute();
}
