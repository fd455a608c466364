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
/** One assignment at a time, and five, as the workbench asks for. */
const COUNTS = [1, 5];
const ROUNDS = 3;
const SECONDS = 2;
/** More claims than a round can use up: each is another person's, so that all that it gives is new. */
const PER_ROUND = 16_000;
const TARGET = 3;
const ROWS = 100_000;

interface Scene {
  readonly clients: number;
  /** Assignments that a claim gives. */
  readonly count: number;
  readonly goal: Goal;
  readonly snapshot: boolean;
}

const scenes: readonly Scene[] = COUNTS.flatMap((count) =>
  [false, true].flatMap((snapshot) => GOALS.map((goal) => ({ ...goal, count, snapshot }))),
);
/** Of each scene, with one to warm up. */
const allRounds = scenes.flatMap((scene) => Array.from({ length: ROUNDS + 1 }, () => scene));
const comparisonsOf = ({ count }: Scene): number => Math.ceil((PER_ROUND * count) / TARGET);

/**
 * Assignments leased per second beside updates by primary key, each a transaction that is flushed to the disk: the least that any
 * lease has to do. Once more while a transaction holds a snapshot, as a long export does.
 */
export const claimRate: Benchmark = {
  name: 'claim_rate',
  goal: { atLeast: 0.5 },
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('claim_rate');
    const comparisons = allRounds.reduce((sum, scene) => sum + comparisonsOf(scene), 0);
    bench.say(`  making ${comparisons} comparisons`);
    await createVoteData(database, {
      comparisons,
      annotators: allRounds.length * PER_ROUND,
      target: TARGET,
    });
    await createRows(database);
    await placeAnnotators(database);
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
async function placeAnnotators({ pool }: BenchDatabase): Promise<void> {
  let first = 0;
  for (const [round, scene] of allRounds.entries()) {
    await pool.query(
      `insert into annotator_cursors (project_id, annotator_id, route)
       select '${PROJECT_ID}', ${annotatorId('n')}, $4::int + ((n - $1) % $2 * $3 + (n - $1) / $2) * $5::int / ${TARGET}
       from generate_series($1::int, $1::int + $2::int * $3::int - 1) n`,
      [round * PER_ROUND, Math.floor(PER_ROUND / scene.clients), scene.clients, first, scene.count],
    );
    first += comparisonsOf(scene);
  }
}

async function measure(
  bench: Bench,
  {
    database,
    firstRound,
    ...scene
  }: Scene & { readonly database: BenchDatabase; readonly firstRound: number },
): Promise<NamedFigure> {
  const { clients, count, goal, snapshot } = scene;
  const name = `claim_rate_${clients}${count > 1 ? `_by_${count}` : ''}${snapshot ? '_snapshot' : ''}`;
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
      const claims = await loadSql(database, { ...load, name: 'claim', statements: claim(count) });
      await checkClaims(database, { ...load, count, claims });
      bench.say(
        `  ${name} round ${round}: ${Math.round(claims.perSecond * count)} leases/s, ${Math.round(updates.perSecond)} updates/s`,
      );
      rounds.push({ claims, updates });
    }
    return { name, goal, figure: toFigure(rounds.slice(1), scene) };
  } finally {
    if (snapshot) await reader.query('rollback');
    reader.release();
  }
}

const update = (n: string): string[] => [
  `update bench_rows set n = n + 1 where id = (${n} * 7919::bigint) % ${ROWS} + 1`,
];

/** Word for word the server's statement. */
const claim =
  (count: number) =>
  (n: string): string[] => {
    const values: Record<string, string> = {
      $1: `'${PROJECT_ID}'::uuid`,
      $2: annotatorId(n),
      $3: String(count),
      $4: `array[${Array.from({ length: count }, () => 'uuidv7()').join(', ')}]`,
    };
    return [claimStatement.text.replaceAll(/\$\d/g, (name) => values[name] ?? name)];
  };

/** Every claim gave all that it asked for, to somebody who had none. */
async function checkClaims(
  { pool }: BenchDatabase,
  {
    from,
    claims,
    count,
    clients,
    perClient,
  }: Pick<Scene, 'clients' | 'count'> & {
    readonly from: number;
    readonly claims: SqlRate;
    readonly perClient: number;
  },
): Promise<void> {
  const { rows } = await pool.query<{ leased: number }>(
    `select count(*)::int as leased from assignments where annotator_id >= ${annotatorId('$1')} and annotator_id < ${annotatorId('$1::int + $2::int')}`,
    [from, clients * perClient],
  );
  // The load generator cuts off what is under way when the time is over; that is stored and not counted by it.
  const { leased } = rows[0]!;
  if (leased < claims.turns * count || leased > (claims.turns + clients) * count)
    throw new Error(`${claims.turns} claims were answered and ${leased} leases are stored.`);
}

function toFigure(
  rounds: readonly { claims: SqlRate; updates: SqlRate }[],
  { clients, count, snapshot }: Scene,
): NamedFigure['figure'] {
  const [value, limit] = [
    median(rounds.map(({ claims }) => claims.perSecond * count)),
    median(rounds.map(({ updates }) => updates.perSecond)),
  ];
  return {
    value,
    limit,
    ratio: value / limit,
    unit: 'leases/s',
    how: `${clients} clients${snapshot ? ' while a transaction holds a snapshot' : ''}, each claim of ${count} another person's; the limit is updates by primary key in the same run; medians of ${ROUNDS} rounds by ${rounds[0]!.claims.by}`,
    more: {
      ratios: rounds
        .map(({ claims, updates }) => ((claims.perSecond * count) / updates.perSecond).toFixed(2))
        .join(' '),
    },
  };
}
