import { makePool } from '@pairwright/core/routing/active/make-pool.service';
import { setRoutingPolicy } from '@pairwright/core/routing/routing.service';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { createLogger } from '@pairwright/runtime/logger';
import {
  type Bench,
  type Benchmark,
  type Figure,
  median,
  type NamedFigure,
  percentile,
} from './benchmark.ts';
import { CLAIMERS, type Claimers, claimOne, prepareClaimers } from './claimers.ts';
import { PROJECT_ID } from './vote-data.ts';

const ROUNDS = 10;
const CLAIMS_PER_ROUND = 200;
const WARM_UP = 100;
const log = createLogger({ name: 'bench', level: 'silent' });

/** What a claim takes when its comparison is drawn, beside one in the usual order of the same project. */
export const routeActive: Benchmark = {
  name: 'route_active',
  goal: { atMost: 2 },
  async run(bench: Bench): Promise<readonly NamedFigure[]> {
    return [
      { name: 'route_active_10k', goal: routeActive.goal, figure: await measure(bench, 10_000) },
      { name: 'route_active_1m', goal: routeActive.goal, figure: await measure(bench, 1_000_000) },
    ];
  },
};

async function measure(bench: Bench, comparisons: number): Promise<Figure> {
  const claimers = await prepareClaimers(bench, `route_active_${comparisons}`, {
    comparisons,
    target: 3,
    done: 0,
  });
  const pools: number[] = [];
  const drawn: number[][] = [];
  const ordered: number[][] = [];
  // The pool is made first, from no votes, so that both warm up on what they will do.
  await claimSome(claimers, { active: true, pools, times: WARM_UP });
  await claimSome(claimers, { active: false, pools, times: WARM_UP });
  for (let round = 0; round < ROUNDS; round += 1) {
    const sides = round % 2 === 0 ? [true, false] : [false, true];
    for (const active of sides)
      (active ? drawn : ordered).push(await claimSome(claimers, { active, pools, times: CLAIMS_PER_ROUND }));
  }
  const at = (sides: readonly number[][], share: number): number =>
    median(sides.map((times) => percentile(times, share)));
  return {
    value: at(drawn, 0.5),
    limit: at(ordered, 0.5),
    ratio: at(drawn, 0.5) / at(ordered, 0.5),
    unit: 'ms',
    how: `p50 of claiming one drawn assignment with its text at ${comparisons} comparisons; the limit is the same in the usual order, in turns of ${CLAIMS_PER_ROUND}; medians of ${ROUNDS} rounds`,
    more: {
      p99_drawn: at(drawn, 0.99),
      p99_ordered: at(ordered, 0.99),
      pool_ms: median(pools),
    },
  };
}

interface Turn {
  readonly active: boolean;
  readonly times: number;
  readonly pools: number[];
}

/** Milliseconds of each claim. */
async function claimSome({ database, people }: Claimers, { active, times, pools }: Turn): Promise<number[]> {
  const policy = { ...openPolicy, active: active ? { uniformPercent: 15 } : null };
  await setRoutingPolicy(people[0]!, policy);
  if (active) {
    const began = performance.now();
    await makePool({ db: database, log }, { projectId: PROJECT_ID, signal: new AbortController().signal });
    pools.push(performance.now() - began);
  }
  const measured: number[] = [];
  for (let turn = 0; turn < times; turn += 1) measured.push(await claimOne(people[turn % CLAIMERS]!));
  const { rows } = await database.pool.query<{ drawn: number }>(
    `select count(sampling_probability)::int as drawn from (select sampling_probability from assignments order by id desc limit $1) a`,
    [times],
  );
  if (active ? rows[0]!.drawn < times * 0.95 : rows[0]!.drawn > 0)
    throw new Error(`Of ${times} assignments ${rows[0]!.drawn} were drawn.`);
  return measured;
}
