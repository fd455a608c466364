import type { ProjectContext } from '@pairwright/core/context';
import { keepOverview } from '@pairwright/core/statistics/overview/keep-overview.service';
import { processEnv } from '@pairwright/runtime/env';
import { startApi } from './api-process.ts';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  median,
  type NamedFigure,
  percentile,
} from './benchmark.ts';
import { claimOne, contextsOf } from './claimers.ts';
import { compute, loads } from './dashboard.ts';
import { exportOnce, freezeProject, withPlace, withWorker } from './export-runs.ts';
import { loadSql, type SqlRate } from './load-sql.ts';
import { writePlans } from './plans.ts';
import { annotatorId, createVoteData, PROJECT_ID, settle } from './vote-data.ts';
import { castMany, leaseOpen, PER_COMPARISON } from './vote-mass.ts';
import { voteStatements } from './vote-statements.ts';
import { ANNOTATORS } from './vote-stock.ts';

/** BENCH_SCALE makes it smaller, down to 0.05, to see that it works. */
const SCALE = Number(processEnv()['BENCH_SCALE'] ?? 1);
const MANY = { comparisons: 5_000_000 * SCALE, judgments: 20_000_000 * SCALE };
/** A fiftieth: what the growth is measured from. */
const FEW = { comparisons: MANY.comparisons / 50, judgments: MANY.judgments / 50 };
const CLIENTS = 16;
const SECONDS = Math.max(1, Math.round(10 * SCALE));
const VOTES = Math.max(8_000, 40_000 * SCALE);
const CLAIMS = VOTES / 20;
/** Places that nobody has judged: for the votes, and as many again for the claims. */
const OPEN = 2 * VOTES;

interface Size {
  readonly comparisons: number;
  readonly judgments: number;
}

interface Measured extends Size {
  /** Milliseconds. */
  readonly claim: number;
  readonly dashboard: number;
  /** Per second. */
  readonly votes: number;
  /** Seconds: putting everything into the sums of overviews, one overview from them, and one with the votes that are not in them yet. */
  readonly sums: number;
  readonly overview: number;
  readonly behind: number;
  readonly freeze: number;
  readonly export: number;
  readonly rows: number;
  /** What the tables and their indexes take on the disk. */
  readonly tables: string;
}

/** What an installation of 5,000,000 comparisons and 20,000,000 judgments does beside one of a fiftieth of that. */
export const largeInstallation: Benchmark = {
  name: 'large_installation',
  goal: { atMost: 1.5 },
  onDemand: true,
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const few = await measure(bench, 'large_few', FEW);
    const many = await measure(bench, 'large_many', MANY);
    return toFigures(few, many);
  },
};

async function measure(bench: Bench, name: string, size: Size): Promise<Measured> {
  return withPlace(bench, name, async (place) => {
    const { database } = place;
    bench.say(`  making ${size.comparisons} comparisons and ${size.judgments} judgments`);
    await createVoteData(database, {
      comparisons: size.comparisons,
      annotators: ANNOTATORS,
      target: PER_COMPARISON,
    });
    // The last comparisons stay open: the very last are claimed, those before them are leased and voted on.
    const done = size.judgments - OPEN;
    await castMany(database, done, (cast) => bench.say(`  ${cast} judgments`));
    const sums = await keepSums(database);
    await settle(database);
    await leaseOpen(database, { from: done, votes: VOTES });
    const people = await contextsOf(database, 8);
    const claim = await claims(people);
    await database.pool.query(
      `update project_members set role = 'reviewer' where user_id = ${annotatorId('0')}`,
    );
    const overview = await overviews(bench, database);
    // Newer than the overview, as they always are.
    const votes = await vote(bench, database, done);
    const dashboard = await dashboards(bench, database);
    const behind = await overviews(bench, database);
    bench.say(
      `  claim p99 ${claim.toFixed(2)} ms, ${Math.round(votes.perSecond)} votes/s, dashboard p95 ${dashboard.toFixed(1)} ms, ${await tableSizes(database)}`,
    );
    await writePlans(database, `${size.comparisons} comparisons and ${size.judgments} judgments`);
    const version = await withWorker(place, () =>
      freezeProject(place, { projectId: PROJECT_ID, userId: people[0]!.actor.userId }),
    );
    const exported = await withWorker(place, () => exportOnce(version));
    const measured = {
      ...size,
      claim,
      dashboard,
      votes: votes.perSecond,
      sums,
      overview,
      behind,
      freeze: version.seconds,
      export: exported,
      rows: version.rows,
      tables: await tableSizes(database),
    };
    bench.say(`  ${JSON.stringify(measured)}`);
    return measured;
  });
}

/** Seconds of putting all that is there into the sums of overviews, as the worker does after an upgrade. */
async function keepSums(database: BenchDatabase): Promise<number> {
  const { signal } = new AbortController();
  const began = performance.now();
  while (!(await keepOverview({ db: database }, { projectId: PROJECT_ID, signal })));
  return (performance.now() - began) / 1000;
}

/** Seconds of one overview by a worker. */
async function overviews(bench: Bench, database: BenchDatabase): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1)
    times.push((await compute(bench, database, ['overview']))['overview_seconds']!);
  return median(times);
}

async function vote(bench: Bench, database: BenchDatabase, from: number): Promise<SqlRate> {
  const stored = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from judgments where created_at > now() - interval '1 hour' and payload_hash <> ''`,
    );
    return rows[0]!.n;
  };
  const before = await stored();
  const votes = await loadSql(database, {
    name: 'vote',
    statements: (n) => voteStatements(n, PER_COMPARISON),
    clients: CLIENTS,
    seconds: SECONDS,
    from,
    perClient: VOTES / CLIENTS,
    folder: bench.folder,
  });
  const more = (await stored()) - before;
  if (more < votes.turns || more > votes.turns + CLIENTS)
    throw new Error(`${votes.turns} votes were answered and ${more} are stored.`);
  return votes;
}

async function claims(people: readonly ProjectContext[]): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < CLAIMS; turn += 1) times.push(await claimOne(people[turn % people.length]!));
  return percentile(times.slice(CLAIMS / 10), 0.99);
}

async function dashboards(bench: Bench, database: BenchDatabase): Promise<number> {
  const api = await startApi(bench, database);
  try {
    const rounds = [];
    for (let round = 0; round < 3; round += 1)
      rounds.push(percentile(await loads(api.baseUrl, { mayBeFresh: true }), 0.95));
    return median(rounds);
  } finally {
    await api.stop();
  }
}

async function tableSizes({ pool }: BenchDatabase): Promise<string> {
  const { rows } = await pool.query<{ line: string }>(
    `select relname || ' ' || pg_size_pretty(pg_table_size(oid)) || ' + ' || pg_size_pretty(pg_indexes_size(oid)) as line
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by pg_total_relation_size(oid) desc limit 8`,
  );
  return rows.map(({ line }) => line).join(', ');
}

function toFigures(few: Measured, many: Measured): NamedFigure[] {
  const figure = (name: string, unit: string, [value, limit]: readonly [number, number]): NamedFigure => ({
    name: `large_${name}`,
    goal: { atMost: 1.5 },
    figure: {
      value,
      limit,
      ratio: value / limit,
      unit,
      how: `${many.comparisons} comparisons and ${many.judgments} judgments; the limit is the same at a fiftieth of them`,
      more: { tables: many.tables },
    },
  });
  return [
    figure('claim_p99', 'ms', [many.claim, few.claim]),
    figure('vote', 'us each', [1e6 / many.votes, 1e6 / few.votes]),
    figure('dashboard_p95', 'ms', [many.dashboard, few.dashboard]),
    figure('sums', 'us a comparison', [
      (1e6 * many.sums) / many.comparisons,
      (1e6 * few.sums) / few.comparisons,
    ]),
    figure('overview', 'ms', [1e3 * many.overview, 1e3 * few.overview]),
    figure('overview_behind', 'ms', [1e3 * many.behind, 1e3 * few.behind]),
    figure('freeze', 'us a row', [(1e6 * many.freeze) / many.rows, (1e6 * few.freeze) / few.rows]),
    figure('export', 'us a row', [(1e6 * many.export) / many.rows, (1e6 * few.export) / few.rows]),
  ];
}
