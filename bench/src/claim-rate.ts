import { claimStatement } from '@pairwright/core/annotate/claim-assignments.queries';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Goal,
  median,
  type NamedFigure,
} from './benchmark.ts';
import { loadSql, type SqlRate } from './load-sql.ts';
import { annotatorId, createVoteData, PROJECT_ID, settle } from './vote-data.ts';

const GOALS: readonly { clients: number; goal: Goal }[] = [
  { clients: 1, goal: { atLeast: 0.6 } },
  { clients: 8, goal: { atLeast: 0.5 } },
  { clients: 64, goal: { atLeast: 0.25 } },
];
const ROUNDS = 3;
const SECONDS = 3;
/** More than a round can use up: each claim is another person's, so that all of them are new leases. */
const PER_ROUND = 12_000;
/** Without and with a snapshot, each with a round to warm up. */
const ALL_ROUNDS = GOALS.length * 2 * (ROUNDS + 1);
const TARGET = 3;
const ROWS = 100_000;

/**
 * Claims per second beside updates by primary key, each a transaction that is flushed to the disk: the least that any
 * claim has to do. Once more while a transaction holds a snapshot, as a long export does.
 */
export const claimRate: Benchmark = {
  name: 'claim_rate',
  goal: { atLeast: 0.5 },
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('claim_rate');
    bench.say(`  making ${(ALL_ROUNDS * PER_ROUND) / TARGET} comparisons`);
    await createVoteData(database, {
      comparisons: (ALL_ROUNDS * PER_ROUND) / TARGET,
      annotators: ALL_ROUNDS * PER_ROUND,
      target: TARGET,
    });
    await createRows(database);
    const scenes = [false, true].flatMap((snapshot) => GOALS.map((goal) => ({ ...goal, snapshot })));
    await placeAnnotators(
      database,
      scenes.flatMap(({ clients }) => Array.from({ length: ROUNDS + 1 }, () => clients)),
    );
    await settle(database);
    const figures = [];
    for (const [index, scene] of scenes.entries())
      figures.push(await measure(bench, { database, ...scene, firstRound: index * (ROUNDS + 1) }));
    return figures;
  },
};

async function createRows({ pool }: BenchDatabase): Promise<void> {
  await pool.query('create table bench_rows (id int primary key, n int not null, filler char(84) not null)');
  await pool.query(`insert into bench_rows select id, 0, '' from generate_series(1, ${ROWS}) id`);
}

/**
 * Everybody stands where those who work side by side stand by then: the s-th claim of all goes on after the comparison
 * that s claims have filled.
 */
async function placeAnnotators({ pool }: BenchDatabase, clients: readonly number[]): Promise<void> {
  for (const [round, count] of clients.entries())
    await pool.query(
      `insert into annotator_cursors (project_id, annotator_id, route)
       select '${PROJECT_ID}', ${annotatorId('n')}, ($1 + (n - $1) % $2 * $3 + (n - $1) / $2) / ${TARGET}
       from generate_series($1::int, $1::int + $2::int * $3::int - 1) n`,
      [round * PER_ROUND, Math.floor(PER_ROUND / count), count],
    );
}

interface Scene {
  readonly database: BenchDatabase;
  readonly clients: number;
  readonly goal: Goal;
  readonly snapshot: boolean;
  readonly firstRound: number;
}

async function measure(
  bench: Bench,
  { database, clients, goal, snapshot, firstRound }: Scene,
): Promise<NamedFigure> {
  const name = `claim_rate_${clients}${snapshot ? '_snapshot' : ''}`;
  const reader = await database.pool.connect();
  try {
    if (snapshot) {
      await reader.query('begin isolation level repeatable read');
      await reader.query('select count(*) from comparisons');
    }
    const rounds = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const load = {
        clients,
        seconds: SECONDS,
        from: (firstRound + round) * PER_ROUND,
        perClient: Math.floor(PER_ROUND / clients),
        folder: bench.folder,
      };
      const updates = await loadSql(database, { ...load, name: 'update', statements: update });
      const claims = await loadSql(database, { ...load, name: 'claim', statements: claim });
      await checkClaims(database, { ...load, claims });
      bench.say(
        `  ${name} round ${round}: ${Math.round(claims.perSecond)} claims/s, ${Math.round(updates.perSecond)} updates/s`,
      );
      rounds.push({ claims, updates });
    }
    return { name, goal, figure: toFigure(rounds.slice(1), { clients, snapshot }) };
  } finally {
    if (snapshot) await reader.query('rollback');
    reader.release();
  }
}

const update = (n: string): string[] => [
  `update bench_rows set n = n + 1 where id = (${n} * 7919::bigint) % ${ROWS} + 1`,
];

/** Word for word the server's statement, for one assignment. */
function claim(n: string): string[] {
  const values: Record<string, string> = {
    $1: `'${PROJECT_ID}'::uuid`,
    $2: annotatorId(n),
    $3: '1',
    $4: 'array[uuidv7()]',
  };
  return [claimStatement.text.replaceAll(/\$\d/g, (name) => values[name] ?? name)];
}

/** Every claim gave one lease, to somebody who had none. */
async function checkClaims(
  { pool }: BenchDatabase,
  { from, claims, clients, perClient }: { from: number; claims: SqlRate; clients: number; perClient: number },
): Promise<void> {
  const { rows } = await pool.query<{ leased: number }>(
    `select count(*)::int as leased from assignments where annotator_id >= ${annotatorId('$1')} and annotator_id < ${annotatorId('$1::int + $2::int')}`,
    [from, clients * perClient],
  );
  // The load generator cuts off what is under way when the time is over; that is stored and not counted by it.
  const { leased } = rows[0]!;
  if (leased < claims.turns || leased > claims.turns + clients)
    throw new Error(`${claims.turns} claims were answered and ${leased} leases are stored.`);
}

function toFigure(
  rounds: readonly { claims: SqlRate; updates: SqlRate }[],
  { clients, snapshot }: { clients: number; snapshot: boolean },
): NamedFigure['figure'] {
  const [value, limit] = [
    median(rounds.map(({ claims }) => claims.perSecond)),
    median(rounds.map(({ updates }) => updates.perSecond)),
  ];
  return {
    value,
    limit,
    ratio: value / limit,
    unit: 'claims/s',
    how: `${clients} clients${snapshot ? ' while a transaction holds a snapshot' : ''}, each claim another person's; the limit is updates by primary key in the same run; medians of ${ROUNDS} rounds by ${rounds[0]!.claims.by}`,
    more: {
      ratios: rounds
        .map(({ claims, updates }) => (claims.perSecond / updates.perSecond).toFixed(2))
        .join(' '),
    },
  };
}
