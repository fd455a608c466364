import { counted } from '@pairwright/domain/counted';
import { HOT_TABLES } from '@pairwright/core/system/hot-tables.queries';
import { MINIMUM_POSTGRES_MAJOR } from '@pairwright/db/connect';
import { readMigrationState } from '@pairwright/db/migrate';
import { refuseHalfRestored } from '@pairwright/db/restore-marker';
import { type Finding, fault, warning } from './faults.ts';
import { skewed } from './look-at-settings.ts';
import type { DatabasePatient, Look } from './patient.ts';

/** Version and encoding. */
export async function lookAtVersion({ client, limits }: DatabasePatient): Look {
  const { rows } = await client.query<{ number: string; text: string; encoding: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text,
       current_setting('server_encoding') as encoding`,
  );
  const { number = '0', text = '', encoding = '' } = rows[0] ?? {};
  const findings: Finding[] = [];
  const least = Math.max(MINIMUM_POSTGRES_MAJOR, limits.minimumPostgresMajor);
  if (Math.trunc(Number(number) / 10_000) < least)
    findings.push(
      fault(
        'database_version',
        `The server is PostgreSQL ${text}; ${least} or newer is needed.`,
        'Upgrade it, or point DATABASE_URL to a newer one.',
      ),
    );
  if (encoding !== 'UTF8')
    findings.push(
      fault(
        'database_version',
        `The database has the encoding ${encoding}; text needs UTF8.`,
        'Create it with: createdb -E UTF8 -T template0 NAME.',
      ),
    );
  return { findings, seen: `PostgreSQL ${text}` };
}

/** Whether the schema is that of this version, and whole. */
export async function lookAtMigrations({ client, migrationsDir }: DatabasePatient): Look {
  try {
    await refuseHalfRestored(client);
  } catch (error) {
    return {
      findings: [
        fault(
          'half_restored',
          (error as Error).message,
          'Run "pairwright restore" with the same backup again, or use another database.',
        ),
      ],
    };
  }
  const state = await readMigrationState(client, migrationsDir);
  const findings: Finding[] = [];
  if (state.unknown.length > 0)
    findings.push(
      fault(
        'database_newer',
        `The database was migrated by a newer version of Pairwright; it has ${state.unknown.join(', ')}.`,
        'Start that version or a later one; going back is not supported.',
      ),
    );
  if (state.pending.length > 0)
    findings.push(
      fault(
        'migrations_missing',
        `${counted(state.pending.length, 'migration is', 'migrations are')} not applied, the first is ${state.pending[0]}.`,
        'Run the migrate program (docker compose run --rm migrate; npm start does it by itself).',
      ),
    );
  if (state.changed.length > 0)
    findings.push(
      fault(
        'migrations_changed',
        `Applied migrations were changed afterwards: ${state.changed.join(', ')}.`,
        'Restore these files as they were; put changes into new migrations.',
      ),
    );
  return { findings, seen: counted(state.applied.length, 'migration') };
}

/** Settings that risk votes, or slow everything down in time. */
export async function lookAtDurability({ client, url }: DatabasePatient): Look {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  // Where it is set for this database or user, this session has it too.
  const off = rows.filter(({ setting }) => setting === 'off').map(({ name }) => name);
  const place = new URL(url).pathname.slice(1);
  return {
    findings: off.map((name) =>
      fault(
        'database_not_durable',
        `${name} is off in the database ${place}: votes that were acknowledged are lost when the server or its machine dies${name === 'synchronous_commit' ? '' : ', and the database may be damaged'}.`,
        `Switch ${name} on.`,
      ),
    ),
  };
}

const DEAD_ROWS = 100_000;

export async function lookAtVacuum({ client }: DatabasePatient): Look {
  const { rows } = await client.query<{ off: boolean }>(
    `select not (current_setting('autovacuum')::bool and current_setting('track_counts')::bool) as off`,
  );
  const findings: Finding[] = [];
  if (rows[0]?.off === true)
    findings.push(
      fault(
        'autovacuum',
        'Autovacuum is off: tables grow and claims become slower every day.',
        'Switch autovacuum and track_counts on.',
      ),
    );
  const tables = await client.query<{ name: string; dead: number; live: number; off: boolean }>(
    `select c.relname::text as name, coalesce(s.n_dead_tup, 0)::float8 as dead, coalesce(s.n_live_tup, 0)::float8 as live,
       coalesce('autovacuum_enabled=false' = any (c.reloptions) or 'autovacuum_enabled=off' = any (c.reloptions), false) as off
     from pg_class c left join pg_stat_user_tables s on s.relid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relname = any ($1)`,
    [HOT_TABLES],
  );
  for (const { name, dead, live, off } of tables.rows) {
    if (off)
      findings.push(
        fault(
          'autovacuum',
          `Autovacuum is off for the table ${name}.`,
          `Run: alter table ${name} reset (autovacuum_enabled).`,
        ),
      );
    if (dead > DEAD_ROWS && dead > live)
      findings.push(
        warning(
          'autovacuum',
          `The table ${name} has ${dead} dead rows and ${live} live ones: nobody tidies up, or a transaction that never ends keeps it from being done.`,
          'Look at pg_stat_activity for old transactions, and run: vacuum analyze.',
        ),
      );
  }
  return { findings };
}

/** Whether the clocks of this machine and of the database agree. */
export async function lookAtClock({ client, limits, now }: DatabasePatient): Look {
  const before = now();
  const { rows } = await client.query<{ at: number }>(
    `select extract(epoch from clock_timestamp())::float8 * 1000 as at`,
  );
  const after = now();
  const at = rows[0]?.at ?? before;
  // What passed while it was asked counts for the clock.
  const away = Math.max(before - at, at - after, 0) / 1000;
  return { findings: away > limits.clockSeconds ? [skewed('of the database', away)] : [] };
}

/** Connections of one process, as its main.ts opens them. */
const API_POOL = 16;
const QUEUE_POOL = 3;
const WORKER_QUEUE_POOL = 8;

/** Whether the server takes as many connections as the processes may open. */
export async function lookAtConnections({ client, config }: DatabasePatient): Look {
  const { rows } = await client.query<{ free: number; workers: number; rest: number }>(
    `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
       - coalesce(current_setting('reserved_connections', true), '0')::int as free,
       (select count(*)::int from worker_heartbeats where seen_at > now() - interval '30 seconds') as workers,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend' and application_name not like 'pairwright-%') as rest`,
  );
  const { free = 0, workers = 0, rest = 0 } = rows[0] ?? {};
  const inPostgres = config.secrets.reveal().redisUrl === undefined;
  const api = API_POOL + (inPostgres ? QUEUE_POOL : 0);
  const worker = config.workerConcurrency * 2 + 4 + (inPostgres ? QUEUE_POOL + WORKER_QUEUE_POOL : 0);
  const need = api + Math.max(1, workers) * worker;
  const seen = `${free} connections, ${need} may be needed`;
  if (need <= free - Math.min(rest, free)) return { findings: [], seen };
  return {
    findings: [
      fault(
        'connections_too_few',
        `The database takes ${free} connections, and one API with ${Math.max(1, workers)} worker${workers > 1 ? 's' : ''} may need ${need}${rest === 0 ? '' : `, beside ${rest} of other programs`}.`,
        'Raise max_connections, or lower WORKER_CONCURRENCY.',
      ),
    ],
  };
}
