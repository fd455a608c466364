import { startApi } from './api-process.ts';
import { type Bench, type BenchDatabase, type Benchmark, type Figure, median } from './benchmark.ts';
import { type HttpRate, loadHttp } from './load-http.ts';
import { loadSql, type SqlRate } from './load-sql.ts';
import { createVoteData, settle } from './vote-data.ts';
import { prepareVotes } from './vote-requests.ts';
import { voteStatements } from './vote-statements.ts';
import { ANNOTATORS, checkVotes, leaseStock, TARGET } from './vote-stock.ts';

const CONNECTIONS = 64;
const ROUNDS = 3;
const SECONDS = 5;
/** More than a round can use up. */
const STATEMENTS_PER_CLIENT = 900;
const STATEMENTS_PER_ROUND = CONNECTIONS * STATEMENTS_PER_CLIENT;
const HTTP_PER_ROUND = 30_000;

/** Judgments per second over HTTP, sessions and all, beside the same statements without the server. */
export const submitVote: Benchmark = {
  name: 'submit_vote',
  goal: { atLeast: 0.4 },
  async run(bench: Bench): Promise<Figure> {
    const database = await bench.createDatabase('votes');
    const stock = (ROUNDS + 1) * (STATEMENTS_PER_ROUND + HTTP_PER_ROUND);
    bench.say(`  making ${stock} leased assignments`);
    await createVoteData(database, {
      comparisons: Math.ceil(stock / TARGET),
      annotators: ANNOTATORS,
      target: TARGET,
    });
    await leaseStock(database, stock);
    await settle(database);
    const api = await startApi(bench, database);
    try {
      const rounds = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const measured = await measure(bench, {
          database,
          baseUrl: api.baseUrl,
          from: round * (STATEMENTS_PER_ROUND + HTTP_PER_ROUND),
        });
        bench.say(
          `  round ${round}: ${Math.round(measured.http.votesPerSecond)}/s over HTTP, ${Math.round(measured.statements.perSecond)}/s by statements`,
        );
        rounds.push(measured);
      }
      return await toFigure(database, rounds);
    } finally {
      await api.stop();
    }
  },
};

interface Round {
  readonly http: HttpRate;
  readonly statements: SqlRate;
}

async function measure(
  bench: Bench,
  at: { database: BenchDatabase; baseUrl: string; from: number },
): Promise<Round> {
  const { database, baseUrl, from } = at;
  const statements = await loadSql(database, {
    name: 'vote',
    statements: voteStatements,
    clients: CONNECTIONS,
    seconds: SECONDS,
    from,
    perClient: STATEMENTS_PER_CLIENT,
    folder: bench.folder,
  });
  const votes = await prepareVotes(database, { from: from + STATEMENTS_PER_ROUND, count: HTTP_PER_ROUND });
  const http = await loadHttp({
    baseUrl,
    connections: CONNECTIONS,
    seconds: SECONDS,
    votes,
    folder: bench.folder,
  });
  return { http, statements };
}

/** The first round warms up; every vote that was answered must be stored, and all counters right. */
async function toFigure(database: BenchDatabase, rounds: readonly Round[]): Promise<Figure> {
  const errors = rounds.reduce((sum, round) => sum + round.http.errors, 0);
  if (errors > 0) throw new Error(`${errors} votes over HTTP were refused or cut off.`);
  const answered = rounds.reduce((sum, round) => sum + round.http.votes + round.statements.turns, 0);
  const { stored, wrong } = await checkVotes(database);
  // The load generators cut off what is under way when the time is over; that is stored and not counted by them.
  if (stored < answered || stored > answered + rounds.length * 2 * CONNECTIONS)
    throw new Error(`${answered} votes were answered and ${stored} are stored.`);
  if (wrong > 0) throw new Error(`${wrong} comparisons have wrong counters.`);
  const measured = rounds.slice(1);
  const [value, limit] = [
    median(measured.map((round) => round.http.votesPerSecond)),
    median(measured.map((round) => round.statements.perSecond)),
  ];
  const { http, statements } = measured[0]!;
  return {
    value,
    limit,
    ratio: value / limit,
    unit: 'judgments/s',
    how: `${CONNECTIONS} connections, load from ${http.by}; the limit is the same two statements from ${statements.by}; medians of ${ROUNDS} rounds`,
    more: {
      errors,
      load: http.by,
      limit_by: statements.by,
      ratios: measured
        .map((round) => (round.http.votesPerSecond / round.statements.perSecond).toFixed(2))
        .join(' '),
    },
  };
}
