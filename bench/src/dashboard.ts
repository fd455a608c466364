import { executeStatistics } from '@pairwright/core/statistics/compute-statistics.service';
import { insertWish } from '@pairwright/core/statistics/statistics.queries';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { startApi } from './api-process.ts';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Figure,
  median,
  percentile,
} from './benchmark.ts';
import { annotatorId, createVoteData, PROJECT_ID, settle } from './vote-data.ts';
import { ANNOTATORS, castStock, TARGET } from './vote-stock.ts';

const JUDGMENTS = 1_000_000;
/** Not all comparisons are done, so that there is something to foresee. */
const COMPARISONS = 400_000;
const LIMIT_MS = 300;
const ROUNDS = 3;
const LOADS_PER_ROUND = 60;

/** What opening the dashboard of a large project takes, with judgments newer than its overview. */
export const dashboardMs: Benchmark = {
  name: 'dashboard_ms',
  goal: { atMost: 1 },
  async run(bench: Bench): Promise<Figure> {
    bench.say(`  making ${JUDGMENTS} judgments`);
    const database = await bench.createDatabase('dashboard');
    await createVoteData(database, { comparisons: COMPARISONS, annotators: ANNOTATORS, target: TARGET });
    await castStock(database, JUDGMENTS);
    await database.pool.query(
      `update project_members set role = 'reviewer' where user_id = ${annotatorId('0')}`,
    );
    await settle(database);
    const computing = await compute(bench, database, ['overview', 'annotators', 'agreement']);
    await castStock(database, 3_000, JUDGMENTS);
    const api = await startApi(bench, database);
    try {
      const rounds: number[][] = [];
      for (let round = 0; round <= ROUNDS; round += 1) rounds.push(await loads(api.baseUrl));
      const measured = rounds.slice(1);
      const value = median(measured.map((times) => percentile(times, 0.95)));
      return {
        value,
        limit: LIMIT_MS,
        ratio: value / LIMIT_MS,
        unit: 'ms',
        how: `p95 of the dashboard, the project and the agreement on its card asked for together over HTTP, as its page does, at ${JUDGMENTS} judgments on ${COMPARISONS} comparisons of ${ANNOTATORS} annotators, 3,000 newer than the overview; medians of ${ROUNDS} rounds of ${LOADS_PER_ROUND}`,
        more: { p50: median(measured.map((times) => percentile(times, 0.5))), ...computing },
      };
    } finally {
      await api.stop();
    }
  },
};

const wishes = {
  overview: { kind: 'overview', options: {} },
  annotators: { kind: 'annotators', options: {} },
  agreement: { kind: 'agreement', options: { bothBad: 'own_label' } },
} as const;
type Kind = keyof typeof wishes;

/** Computes what the dashboard reads, as a worker does; gives the seconds each took. */
export async function compute(
  bench: Bench,
  database: BenchDatabase,
  kinds: readonly Kind[],
): Promise<Record<string, number>> {
  const log = createLogger({ name: 'bench', level: 'warn' });
  const { rows } = await database.pool.query<{ id: string }>(`select ${annotatorId('0')} as id`);
  const took: Record<string, number> = {};
  for (const kind of kinds) {
    const wish = wishes[kind];
    const made = { id: systemIds.next(), projectId: PROJECT_ID, wish, createdBy: rows[0]!.id };
    const statisticsId = await insertWish(database.db, made);
    const began = performance.now();
    const { signal } = new AbortController();
    await executeStatistics(
      { db: database, log, clock: systemClock },
      { statisticsId, signal, lastAttempt: true },
    );
    took[`${kind}_seconds`] = Math.round(performance.now() - began) / 1000;
    bench.say(`  ${kind} computed in ${took[`${kind}_seconds`]} s`);
  }
  return took;
}

const paths = ['', '/dashboard', '/statistics/agreement?bothBad=own_label'];

/** Milliseconds of opening the dashboard again and again. */
export async function loads(baseUrl: string, { mayBeFresh = false } = {}): Promise<number[]> {
  const times: number[] = [];
  for (let load = 0; load < LOADS_PER_ROUND; load += 1) {
    const began = performance.now();
    await Promise.all(
      paths.map((path) => get(`${baseUrl}/api/v1/projects/${PROJECT_ID}${path}`, mayBeFresh)),
    );
    times.push(performance.now() - began);
  }
  return times;
}

interface Known {
  readonly snapshot: unknown;
  readonly stale: boolean;
}

async function get(url: string, mayBeFresh: boolean): Promise<void> {
  const answer = await fetch(url, { headers: { cookie: `pairwright=${'0'.padStart(43, '0')}` } });
  const body = (await answer.json()) as { overview?: Known; snapshot?: unknown };
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  if (body.snapshot === null) throw new Error(`${url} has no numbers.`);
  const { overview } = body;
  if (overview !== undefined && (overview.snapshot === null || !(overview.stale || mayBeFresh)))
    throw new Error('The dashboard does not show an overview that is behind.');
}
