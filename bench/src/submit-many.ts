import { startApi } from './api-process.ts';
import { type Bench, type BenchDatabase, type Benchmark, median, type NamedFigure } from './benchmark.ts';
import { exportRunning } from './export-under-way.ts';
import { type HttpRate, loadHttp } from './load-http.ts';
import { loadSql, type SqlRate, withDriver } from './load-sql.ts';
import { createVoteData, settle } from './vote-data.ts';
import { prepareVotes } from './vote-requests.ts';
import { voteStatements } from './vote-statements.ts';
import { ANNOTATORS, checkVotes, leaseStock, TARGET } from './vote-stock.ts';

const CONNECTIONS = 256;
/** More than these only wait for each other on two cores: the limits get what suits them best. */
const SQL_CLIENTS = 32;
const ROUNDS = 3;
const SECONDS = 5;
const PER_CLIENT = 2_000;
const SQL_STOCK = SQL_CLIENTS * PER_CLIENT;
const HTTP_STOCK = 40_000;
/** By pgbench, by the driver, over HTTP, and over HTTP beside an export. */
const PER_ROUND = 2 * SQL_STOCK + 2 * HTTP_STOCK;

interface Round {
  readonly pgbench: SqlRate;
  readonly driver: SqlRate;
  readonly http: HttpRate;
  readonly exporting: HttpRate;
}

/**
 * Judgments per second over 256 connections: beside the same statements by pgbench and by a loop over node-postgres, how much later
 * than the middle the slowest hundredth is answered, and what is left while a million rows are exported.
 */
export const submitMany: Benchmark = {
  name: 'submit_vote_256',
  goal: { atLeast: 0.45 },
  onDemand: true,
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    const database = await bench.createDatabase('votes_many');
    const stock = (ROUNDS + 1) * PER_ROUND;
    bench.say(`  making ${stock} leased assignments`);
    await createVoteData(database, {
      comparisons: Math.ceil(stock / TARGET),
      annotators: ANNOTATORS,
      target: TARGET,
    });
    await leaseStock(database, stock);
    return exportRunning(bench, async (whileExporting) => {
      await settle(database);
      const api = await startApi(bench, database);
      try {
        const rounds: Round[] = [];
        for (let round = 0; round <= ROUNDS; round += 1) {
          const from = round * PER_ROUND;
          rounds.push(await measure(bench, { database, baseUrl: api.baseUrl, from, whileExporting }));
        }
        await check(database, rounds);
        return toFigures(rounds.slice(1));
      } finally {
        await api.stop();
      }
    });
  },
};

interface Scene {
  readonly database: BenchDatabase;
  readonly baseUrl: string;
  readonly from: number;
  whileExporting<T>(work: () => Promise<T>): Promise<T>;
}

async function measure(bench: Bench, { database, baseUrl, from, whileExporting }: Scene): Promise<Round> {
  const load = {
    name: 'vote',
    statements: voteStatements,
    clients: SQL_CLIENTS,
    seconds: SECONDS,
    perClient: PER_CLIENT,
    folder: bench.folder,
  };
  const overHttp = async (first: number): Promise<HttpRate> =>
    loadHttp({
      baseUrl,
      connections: CONNECTIONS,
      seconds: SECONDS,
      votes: await prepareVotes(database, { from: first, count: HTTP_STOCK }),
      folder: bench.folder,
    });
  const pgbench = await loadSql(database, { ...load, from });
  const driver = await withDriver(database, { ...load, from: from + SQL_STOCK });
  const http = await overHttp(from + 2 * SQL_STOCK);
  const exporting = await whileExporting(() => overHttp(from + 2 * SQL_STOCK + HTTP_STOCK));
  bench.say(
    `  ${pgbench.by} ${Math.round(pgbench.perSecond)}/s, driver ${Math.round(driver.perSecond)}/s, HTTP ${Math.round(http.votesPerSecond)}/s (${http.p50.toFixed(1)} ms, p99 ${http.p99.toFixed(1)} ms), beside an export ${Math.round(exporting.votesPerSecond)}/s (p99 ${exporting.p99.toFixed(1)} ms)`,
  );
  return { pgbench, driver, http, exporting };
}

/** Every vote that was answered is stored, and all counters are right. */
async function check(database: BenchDatabase, rounds: readonly Round[]): Promise<void> {
  const errors = rounds.reduce((sum, { http, exporting }) => sum + http.errors + exporting.errors, 0);
  if (errors > 0) throw new Error(`${errors} votes over HTTP were refused or cut off.`);
  const answered = rounds.reduce(
    (sum, { pgbench, driver, http, exporting }) =>
      sum + pgbench.turns + driver.turns + http.votes + exporting.votes,
    0,
  );
  const { stored, wrong } = await checkVotes(database);
  // The load generators cut off what is under way when the time is over; that is stored and not counted by them.
  if (stored < answered || stored > answered + rounds.length * (2 * CONNECTIONS + SQL_CLIENTS))
    throw new Error(`${answered} votes were answered and ${stored} are stored.`);
  if (wrong > 0) throw new Error(`${wrong} comparisons have wrong counters.`);
}

function toFigures(rounds: readonly Round[]): NamedFigure[] {
  const rate = (of: (round: Round) => number): number => median(rounds.map(of));
  const [http, exporting] = [
    rate((round) => round.http.votesPerSecond),
    rate((round) => round.exporting.votesPerSecond),
  ];
  const [pgbench, driver] = [
    rate((round) => round.pgbench.perSecond),
    rate((round) => round.driver.perSecond),
  ];
  const [p50, p99] = [rate((round) => round.http.p50), rate((round) => round.http.p99)];
  const by = `${CONNECTIONS} connections, load from ${rounds[0]!.http.by}; medians of ${ROUNDS} rounds`;
  const per = 'judgments/s';
  return [
    {
      name: 'submit_vote_256',
      goal: { atLeast: 0.45 },
      figure: {
        value: http,
        limit: pgbench,
        ratio: http / pgbench,
        unit: per,
        how: `${by}; the limit is the same two statements from ${SQL_CLIENTS} clients of ${rounds[0]!.pgbench.by}`,
      },
    },
    {
      name: 'submit_vote_256_driver',
      goal: { atLeast: 0.65 },
      figure: {
        value: http,
        limit: driver,
        ratio: http / driver,
        unit: per,
        how: `${by}; the limit is the same two statements from a bare loop over node-postgres with ${SQL_CLIENTS} connections`,
      },
    },
    {
      name: 'submit_vote_256_p99',
      goal: { atMost: 3 },
      figure: {
        value: p99,
        limit: p50,
        ratio: p99 / p50,
        unit: 'ms',
        how: `${by}; the limit is the median answer`,
      },
    },
    {
      name: 'submit_vote_256_export',
      goal: { atLeast: 0.5 },
      figure: {
        value: exporting,
        limit: http,
        ratio: exporting / http,
        unit: per,
        how: `${by}; while a worker exports a million rows from another database of the same server; the limit is without it`,
      },
    },
  ];
}
