import { listAudit } from '@pairwright/core/audit/audit.service';
import type { Context } from '@pairwright/core/context';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Figure,
  median,
  percentile,
} from './benchmark.ts';

const ENTRIES = 1_000_000;
const PEOPLE = 10_000;
/** A page of the log that somebody looks through must be there at once. */
const LIMIT_MS = 100;
const ROUNDS = 3;
const READS_PER_ROUND = 40;
const LIMIT = 50;

const filters = {
  nothing: {},
  rare_name: { actor: 'Person 4711x' },
  everybodys_name: { actor: 'Person' },
  nobodys_name: { actor: 'Zebrafish' },
  request: { requestId: 'bench-request-777777' },
  rare_address: { address: '10.9.9.9' },
  shared_address: { address: '10.0.0.1' },
  action: { action: 'updateProject' },
} as const;

/** What each filter of the page of the audit log takes; on demand, because filling the log takes a while. */
export const auditFilters: Benchmark = {
  name: 'audit_filters_ms',
  goal: { atMost: 1 },
  onDemand: true,
  async run(bench: Bench): Promise<Figure> {
    bench.say(`  making ${ENTRIES} entries of ${PEOPLE} people`);
    const database = await bench.createDatabase('audit_filters');
    await fill(database);
    const more: Record<string, number> = {};
    for (const [name, filter] of Object.entries(filters)) {
      const rounds: number[][] = [];
      for (let round = 0; round <= ROUNDS; round += 1) rounds.push(await read(database, filter));
      more[name] = median(rounds.slice(1).map((times) => percentile(times, 0.95)));
      bench.say(`  ${name}: ${more[name].toFixed(1)} ms`);
    }
    const value = Math.max(...Object.values(more));
    return {
      value,
      limit: LIMIT_MS,
      ratio: value / LIMIT_MS,
      unit: 'ms',
      how: `p95 of the first page of ${LIMIT} entries under the slowest of ${Object.keys(filters).length} filters, at ${ENTRIES} entries of ${PEOPLE} people; medians of ${ROUNDS} rounds of ${READS_PER_ROUND}`,
      more,
    };
  },
};

async function read(
  { db, pool, probe }: BenchDatabase,
  filter: (typeof filters)[keyof typeof filters],
): Promise<number[]> {
  const ctx = { db: { db, pool, probe } } as unknown as Context;
  const times: number[] = [];
  for (let load = 0; load < READS_PER_ROUND; load += 1) {
    const began = performance.now();
    await listAudit(ctx, { ...filter, limit: LIMIT });
    times.push(performance.now() - began);
  }
  return times;
}

/** Entries as many people and a few machines make them; their hashes are not looked at. */
async function fill({ pool }: BenchDatabase): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(
      `insert into users (id, kind, email, name)
       select md5('person ' || i)::uuid, 'person', 'person' || i || '@example.org', 'Person ' || i || 'x'
       from generate_series(1, ${PEOPLE}) i`,
    );
    await client.query(
      `insert into audit_events (seq, occurred_at, actor_id, via, action, object_kind, request_id, previous_hash, hash)
       select i, now() - make_interval(secs => ${ENTRIES} - i), md5('person ' || 1 + i % ${PEOPLE})::uuid, 'session',
         case i % 5 when 0 then 'signIn' when 1 then 'updateProject' when 2 then 'updateMe' when 3 then 'signOut' else 'createToken' end,
         'session', 'bench-request-' || i, '\\x00', '\\x00' from generate_series(1, ${ENTRIES}) i`,
    );
    await client.query(
      `insert into audit_private (seq, part, person_id, salt, data)
       select i, 'origin', null, '\\x00', jsonb_build_object('address', case when i = 500000 then '10.9.9.9' else '10.0.0.' || i % 20 end)
       from generate_series(1, ${ENTRIES}) i`,
    );
    await client.query('analyze');
  } finally {
    client.release();
  }
}
