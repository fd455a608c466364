import pg from 'pg';
import type { ProjectContext } from '@pairwright/core/context';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Figure,
  median,
  percentile,
} from './benchmark.ts';
import { CLAIMERS, claimOne, prepareClaimers, type Scene } from './claimers.ts';

const ROUNDS = 5;
const CLAIMS_PER_ROUND = 2_000;
const WARM_UP = 500;

const small: Scene = { comparisons: 10_000, target: 3, done: 0 };

/** How the slowest hundredth of claims grows from 10,000 comparisons to another scene, and while a snapshot is held. */
export const claimNext: readonly Benchmark[] = [
  grows('claim_next', 'at 1,000,000 comparisons', { ...small, comparisons: 1_000_000 }),
  // Everybody judges everything, so that each has passed everything before.
  grows(
    'claim_next_overlap',
    `at 30,000 comparisons that all ${CLAIMERS} annotators judge, each having done 10,000`,
    { comparisons: 30_000, target: CLAIMERS + 2, done: 10_000 },
  ),
  {
    ...grows('claim_next_5m', 'at 5,000,000 comparisons', { ...small, comparisons: 5_000_000 }),
    onDemand: true,
  },
  {
    name: 'claim_next_snapshot',
    goal: { atMost: 1.25 },
    async run(bench: Bench): Promise<Figure> {
      const from = await prepareClaimers(bench, 'claim_free', small);
      const to = await prepareClaimers(bench, 'claim_held', small);
      return whileHeld(to.database, () =>
        compare(from.people, to.people, {
          where: 'while a transaction holds a snapshot from before the first of them, as a long export does',
          limit: 'without one',
        }),
      );
    },
  },
];

function grows(name: string, where: string, scene: Scene): Benchmark {
  return {
    name,
    goal: { atMost: 1.5 },
    async run(bench: Bench): Promise<Figure> {
      const from = (await prepareClaimers(bench, 'claim_small', small)).people;
      const to = (await prepareClaimers(bench, 'claim', scene)).people;
      return compare(from, to, { where, limit: 'at 10,000 comparisons' });
    },
  };
}

/** While one connection reads on in a snapshot of before, so that nothing that was replaced since can be cleared away. */
async function whileHeld<Result>({ url }: BenchDatabase, work: () => Promise<Result>): Promise<Result> {
  // A connection of its own: those of the pool end a transaction in which nothing happens.
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  try {
    await reader.query('begin isolation level repeatable read');
    await reader.query('select count(*) from comparisons');
    return await work();
  } finally {
    await reader.end();
  }
}

async function compare(
  from: readonly ProjectContext[],
  to: readonly ProjectContext[],
  { where, limit }: { readonly where: string; readonly limit: string },
): Promise<Figure> {
  await claimInTurns(from, to, WARM_UP);
  const rounds: { from: number[]; to: number[] }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await claimInTurns(from, to, CLAIMS_PER_ROUND));
  const of = (side: 'from' | 'to', share: number): number =>
    median(rounds.map((one) => percentile(one[side], share)));
  return {
    value: of('to', 0.99),
    limit: of('from', 0.99),
    ratio: of('to', 0.99) / of('from', 0.99),
    unit: 'ms',
    how: `p99 of claiming one assignment with its text ${where}; the limit is the same ${limit}, in turns; medians of ${ROUNDS} rounds of ${CLAIMS_PER_ROUND}`,
    more: {
      p50: of('to', 0.5),
      p50_of_limit: of('from', 0.5),
      ratios: rounds
        .map((one) => (percentile(one.to, 0.99) / percentile(one.from, 0.99)).toFixed(2))
        .join(' '),
    },
  };
}

async function claimInTurns(
  from: readonly ProjectContext[],
  to: readonly ProjectContext[],
  times: number,
): Promise<{ from: number[]; to: number[] }> {
  const measured = { from: [] as number[], to: [] as number[] };
  for (let turn = 0; turn < times; turn += 1) {
    const first = turn % 2 === 0;
    if (first) measured.from.push(await claimOne(from[turn % CLAIMERS]!));
    measured.to.push(await claimOne(to[turn % CLAIMERS]!));
    if (!first) measured.from.push(await claimOne(from[turn % CLAIMERS]!));
  }
  return measured;
}
