import { type Role, scopes as allScopes } from '@pairwright/contract/access';
import type { Scope } from '@pairwright/contract/endpoint';
import { sql } from 'kysely';
import type { Database } from '@pairwright/db/database';
import { gathered } from '@pairwright/db/gathered';
import { prepared } from '@pairwright/db/prepared';
import { STEADY_NOW, steadyNow } from '@pairwright/db/steady-clock';
import type { Caller } from '../access/access.policy.ts';
import { mustAddFactorSql } from './factor-demand.queries.ts';
import { type Credentials, credentialHash, isWellFormed } from './credentials.ts';

/** A session not used for so long has ended. */
export const SESSION_IDLE_DAYS = 14;
/** A session ends after so long, used or not. */
export const SESSION_ABSOLUTE_DAYS = 60;

/** Read once in a statement, not once for each place that asks for it. */
const STEADY = `(select ${STEADY_NOW} as at offset 0) steady`;

const everyScope: ReadonlySet<Scope> = new Set(allScopes);

/** A project that the token is not for is to its caller as one that does not exist. */
const projectPart = (reached = ''): string => `
  left join projects p on p.id = asked.project_id and p.deleted_at is null ${reached}
  left join project_members m on m.project_id = p.id and m.user_id = u.id`;

/** Callers by session. `asked` gives rows of `place`, `hash` and `project_id`. */
export const sessionSql = (asked: string): string => `
  select asked.place, u.id as user_id, u.is_owner, ${mustAddFactorSql} as must_add_factor, null::text[] as scopes, null::uuid[] as only_in, null::uuid as token_id, p.id is not null as project_exists, m.role,
         s.last_used_at < steady.at - interval '1 minute' as stale
  from ${STEADY} cross join ${asked} join sessions s on s.token_hash = asked.hash join users u on u.id = s.user_id ${projectPart()}
  where least(s.expires_at, s.last_used_at + interval '${SESSION_IDLE_DAYS} days') > steady.at
    and u.disabled_at is null`;

const tokenSql = (asked: string): string => `
  select asked.place, u.id as user_id, u.is_owner, ${mustAddFactorSql} as must_add_factor, t.scopes, t.project_ids as only_in, t.id as token_id, p.id is not null as project_exists, m.role,
         coalesce(t.last_used_at < now() - interval '1 minute', true) as stale
  from ${STEADY} cross join ${asked} join api_tokens t on t.secret_hash = asked.hash join users u on u.id = t.user_id
  ${projectPart('and (t.project_ids is null or p.id = any(t.project_ids))')}
  where t.expires_at > steady.at and t.revoked_at is null and u.disabled_at is null`;

const ASKED = 'unnest($1::bytea[], $2::uuid[]) with ordinality as asked (hash, project_id, place)';
const STATEMENTS = {
  session: { name: 'callers_by_session', text: sessionSql(ASKED) },
  token: { name: 'callers_by_token', text: tokenSql(ASKED) },
};

interface Asked {
  readonly secret: string;
  readonly projectId: string | null;
}

interface CallerRow {
  /** Counted from 1; the driver gives 64-bit numbers as text. */
  place: string;
  user_id: string;
  is_owner: boolean;
  must_add_factor: boolean;
  scopes: Scope[] | null;
  only_in: string[] | null;
  token_id: string | null;
  project_exists: boolean;
  role: Role | null;
  stale: boolean;
}

/**
 * Who these credentials belong to and, when `projectId` is given, their role there: looked up anew for every request, so
 * that a changed role or an ended session counts from the next request on. Requests that come side by side are looked up
 * by one statement, and there once for each who asks: a page asks for several things at a time. Undefined when they are not valid.
 */
export async function findCaller(
  database: Database,
  credentials: Credentials,
  projectId: string | null,
): Promise<Caller | undefined> {
  if (!isWellFormed(credentials)) return undefined;
  const row = await lookupsOf(database)[credentials.kind]({ secret: credentials.secret, projectId });
  if (row === undefined) return undefined;
  if (row.stale) await recordUse(database, credentials);
  return {
    actor: {
      userId: row.user_id,
      isOwner: row.is_owner,
      via: credentials.kind,
      scopes: row.scopes === null ? everyScope : new Set(row.scopes),
      onlyIn: row.only_in,
      tokenId: row.token_id,
    },
    mustAddFactor: row.must_add_factor,
    role: row.role ?? (row.is_owner && row.project_exists ? 'owner' : null),
  };
}

type Lookups = Record<Credentials['kind'], (asked: Asked) => Promise<CallerRow | undefined>>;

const lookups = new WeakMap<Database['pool'], Lookups>();

function lookupsOf({ pool }: Database): Lookups {
  const known = lookups.get(pool);
  if (known !== undefined) return known;
  const lookUp = (kind: Credentials['kind']) =>
    gathered<Asked, CallerRow | undefined>(
      async (asked) => {
        const rows = await prepared<CallerRow>(pool, {
          ...STATEMENTS[kind],
          values: [asked.map(({ secret }) => credentialHash(secret)), asked.map((one) => one.projectId)],
        });
        const found = new Map(rows.map((row) => [Number(row.place), row]));
        return asked.map((_, index) => found.get(index + 1));
      },
      // A well-formed secret has no space.
      ({ secret, projectId }) => `${secret} ${projectId ?? ''}`,
    );
  const made = { session: lookUp('session'), token: lookUp('token') };
  lookups.set(pool, made);
  return made;
}

/** At most once a minute per session or token: a write on every request would cost more than the request. */
async function recordUse(database: Database, { kind, secret }: Credentials): Promise<void> {
  const hash = credentialHash(secret);
  if (kind === 'session')
    await database.db
      .updateTable('sessions')
      .set({ last_used_at: steadyNow })
      .where('token_hash', '=', hash)
      .execute();
  else
    await database.db
      .updateTable('api_tokens')
      .set({ last_used_at: sql<string>`now()` })
      .where('secret_hash', '=', hash)
      .execute();
}
