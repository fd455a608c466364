import { sql } from 'kysely';
import { leaderboardOptions, type Leaderboard } from '@pairwright/contract/statistics/leaderboard';
import { inTransaction } from '@pairwright/db/transaction';
import { kendallTauB } from '@pairwright/stats/agreement/kendall-tau';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';
import type { Services } from '../context.ts';
import { refreshProject } from '../resolutions/keep-labels.service.ts';
import { makePool } from '../routing/active/make-pool.service.ts';
import { votesUntilNext } from '../routing/active/pool.queries.ts';
import { computeLeaderboard } from '../statistics/leaderboard/compute-leaderboard.ts';
import type { SimulatedPolicy } from './policies.ts';
import { seededFrom } from './seeded.ts';
import { type SettledWorld, settleWorld } from './settle-world.ts';
import { type Beside, workUntilDone } from './work.ts';
import { makeWorld, type World, type WorldSize } from './world.ts';

/** How well labels meet the truth; comparisons with a known answer are none of them. */
export interface LabelAccuracy {
  /** Comparisons with a winner. */
  readonly decided: number;
  /** Of those with the right one, 0..1, and its 95 % Wilson interval; null when none has one. */
  readonly right: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Comparisons whose label is the truth, of all: no winner is no label. */
  readonly rightOfAll: number;
}

/** How well the leaderboard meets the truth. */
export interface RankingAccuracy {
  /** Models that it has an ability of. */
  readonly ranked: number;
  /** Kendall's tau-b of their abilities and the true ones; null when it is not defined. */
  readonly tau: number | null;
}

export interface Simulation {
  readonly policy: string;
  readonly judgments: number;
  readonly perComparison: number;
  /** People whom a rule has paused. */
  readonly paused: number;
  readonly majority: LabelAccuracy;
  /** The same votes weighed by the annotator model. */
  readonly weighted: LabelAccuracy;
  readonly ranking: RankingAccuracy;
  /** How it stood on the way, by majority. */
  readonly steps: readonly Step[];
}

export interface Step {
  readonly judgments: number;
  readonly majority: LabelAccuracy;
  readonly ranking: RankingAccuracy;
}

export interface Extent {
  /** Judgments at most; without it until nobody gets anything. */
  readonly budget?: number | undefined;
  /** Look at how it stands each time so many judgments are there; without it only at the end. */
  readonly every?: number | undefined;
}

/** Runs the product's own routing, labels and leaderboard over a world whose truth is known. */
export async function simulate(
  services: Services,
  policy: SimulatedPolicy,
  { budget = Infinity, every = Infinity, ...size }: WorldSize & Extent,
): Promise<Simulation> {
  const world = makeWorld(size);
  const settled = await settleWorld(services, world, policy);
  const steps: Step[] = [];
  const lookAt: Beside = {
    run: async (judgments) => {
      if (judgments > 0)
        steps.push({
          judgments,
          majority: await labelsBy(services, settled, { world, method: 'majority' }),
          ranking: await rankingAccuracy(services, settled, world),
        });
      return judgments + every;
    },
  };
  const pool: Beside = {
    run: async (judgments) => {
      const { projectId } = settled;
      await makePool(services, { projectId, signal: new AbortController().signal });
      return judgments + votesUntilNext(judgments);
    },
  };
  // As the worker does every few minutes.
  const model: Beside = {
    run: async (judgments) => {
      const { projectId } = settled;
      await refreshProject(services, { projectId, learn: true, signal: new AbortController().signal });
      return judgments + votesUntilNext(judgments);
    },
  };
  const { active, adaptive } = policy.routing;
  const beside = [lookAt, ...(active === null ? [] : [pool]), ...(adaptive?.learnt === true ? [model] : [])];
  const seeded = await seededFrom(services, size.seed);
  const judgments = await workUntilDone(world, settled, { budget, beside, seeded }).finally(seeded.release);
  const majority = await labelsBy(services, settled, { world, method: 'majority' });
  const weighted = await labelsBy(services, settled, { world, method: 'weighted' });
  return {
    policy: policy.name,
    judgments,
    perComparison: judgments / world.comparisons.length,
    paused: await countPaused(services, settled),
    majority,
    weighted,
    ranking: await rankingAccuracy(services, settled, world),
    steps,
  };
}

async function labelsBy(
  services: Services,
  { projectId }: SettledWorld,
  { world, method }: { world: World; method: 'majority' | 'weighted' },
): Promise<LabelAccuracy> {
  const { db } = services.db;
  await db
    .insertInto('review_settings')
    .values({ project_id: projectId, method, blind: true, reviewers: 1 })
    .onConflict((conflict) => conflict.column('project_id').doUpdateSet({ method }))
    .execute();
  await refreshProject(services, { projectId, learn: true, signal: new AbortController().signal });
  const { rows } = await sql<{ number: number; winner: number | null }>`
    select c.rank::int as number, r.winner from comparisons c left join resolutions r on r.comparison_id = c.id and r.question = 'main'
    where c.project_id = ${projectId} and not exists (select from gold_items g where g.comparison_id = c.id)`.execute(
    db,
  );
  const decided = rows.filter(({ winner }) => winner !== null);
  const right = decided.filter(({ number, winner }) => world.comparisons[number]!.better === winner).length;
  const interval = wilsonInterval({ successes: right, trials: decided.length });
  return {
    decided: decided.length,
    right: decided.length === 0 ? null : right / decided.length,
    low: interval?.[0] ?? null,
    high: interval?.[1] ?? null,
    rightOfAll: right / rows.length,
  };
}

async function countPaused({ db }: Services, { projectId }: SettledWorld): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from annotator_cursors where project_id = ${projectId} and paused_at is not null`.execute(
    db.db,
  );
  return rows[0]!.n;
}

async function rankingAccuracy(
  services: Services,
  { projectId }: SettledWorld,
  { abilities }: World,
): Promise<RankingAccuracy> {
  const { result } = await inTransaction(services.db.db, (db) =>
    computeLeaderboard({ db, projectId, signal: new AbortController().signal }, leaderboardOptions.parse({})),
  );
  const rated = (result as Leaderboard).models.flatMap(({ model, ability }) =>
    ability === null ? [] : [[ability, abilities[Number(model.replace('model ', ''))]!] as const],
  );
  const { tau } = kendallTauB(
    rated.map(([found]) => found),
    rated.map(([, truth]) => truth),
  );
  return { ranked: rated.length, tau };
}
