import { startApi } from './api-process.ts';
import { type Bench, type BenchDatabase, type Benchmark, type Figure, median } from './benchmark.ts';
import { type HttpRate, loadHttp, type PreparedVote } from './load-http.ts';
import { loadSql, type SqlRate } from './load-sql.ts';
import { createVoteData, PROJECT_ID, settle } from './vote-data.ts';
import { voteStatements } from './vote-statements.ts';
import {
  ANNOTATORS,
  annotatorNumber,
  assignmentId,
  checkVotes,
  judgmentId,
  leaseStock,
  TARGET,
} from './vote-stock.ts';

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
  const votes = await prepareVotes(database, from + STATEMENTS_PER_ROUND);
  const http = await loadHttp({
    baseUrl,
    connections: CONNECTIONS,
    seconds: SECONDS,
    votes,
    folder: bench.folder,
  });
  return { http, statements };
}

async function prepareVotes({ pool }: BenchDatabase, from: number): Promise<PreparedVote[]> {
  const { rows } = await pool.query<{ id: string; judgment: string; annotator: number }>(
    `select ${assignmentId('n')} as id, ${judgmentId('n')} as judgment, ${annotatorNumber('n')} as annotator
     from generate_series(${from}, ${from + HTTP_PER_ROUND - 1}) n`,
  );
  return rows.map((row) => ({
    path: `/api/v1/projects/${PROJECT_ID}/assignments/${row.id}/judgment`,
    cookie: `pairwright=${String(row.annotator).padStart(43, '0')}`,
    body: JSON.stringify({
      id: row.judgment,
      answer: { outcome: 'scale', position: 2 },
      activeMs: 4_000,
      questionVersion: 1,
      guidelinesVersion: 1,
      view: {
        layout: 'side_by_side',
        rendering: 'markdown',
        widthClass: 'wide',
        locale: 'en',
        theme: 'light',
        input: 'key',
        visibleMs: 5_000,
        undoCount: 0,
        guidelinesOpened: false,
        seen: [1, 1],
      },
    }),
  }));
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
