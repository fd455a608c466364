import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';
import type { ProjectContext } from '@pairwright/core/context';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import {
  type Bench,
  type BenchDatabase,
  type Benchmark,
  type Figure,
  median,
  percentile,
} from './benchmark.ts';
import { annotatorId, createVoteData, PROJECT_ID, settle } from './vote-data.ts';

const ANNOTATORS = 8;
const ROUNDS = 5;
const CLAIMS_PER_ROUND = 2_000;
const WARM_UP = 500;

/** How the slowest hundredth of claims grows from 10,000 to 1,000,000 comparisons. */
export const claimNext: Benchmark = {
  name: 'claim_next',
  goal: { atMost: 1.5 },
  async run(bench: Bench): Promise<Figure> {
    const small = await prepare(bench, 'claim_small', 10_000);
    const large = await prepare(bench, 'claim_large', 1_000_000);
    await claimInTurns(small, large, WARM_UP);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(await claimInTurns(small, large, CLAIMS_PER_ROUND));
    const [value, limit] = [
      median(rounds.map((one) => percentile(one.large, 0.99))),
      median(rounds.map((one) => percentile(one.small, 0.99))),
    ];
    return {
      value,
      limit,
      ratio: value / limit,
      unit: 'ms',
      how: `p99 of claiming one assignment with its text at 1,000,000 comparisons; the limit is the same at 10,000, in turns; medians of ${ROUNDS} rounds of ${CLAIMS_PER_ROUND}`,
      more: {
        p50_at_1000000: median(rounds.map((one) => percentile(one.large, 0.5))),
        p50_at_10000: median(rounds.map((one) => percentile(one.small, 0.5))),
        ratios: rounds
          .map((one) => (percentile(one.large, 0.99) / percentile(one.small, 0.99)).toFixed(2))
          .join(' '),
      },
    };
  },
};

async function prepare(bench: Bench, name: string, comparisons: number): Promise<ProjectContext[]> {
  bench.say(`  making ${comparisons} comparisons`);
  const database = await bench.createDatabase(name);
  await createVoteData(database, { comparisons, annotators: ANNOTATORS, target: 3 });
  await settle(database);
  const { rows } = await database.pool.query<{ id: string }>(
    `select ${annotatorId('i')} as id from generate_series(0, ${ANNOTATORS - 1}) i`,
  );
  return rows.map(({ id }) => contextOf(database, id));
}

function contextOf(database: BenchDatabase, userId: string): ProjectContext {
  const actor = { userId, isOwner: false, via: 'session', scopes: new Set(['annotate']) };
  // Annotating uses neither queue nor artifacts nor log.
  return {
    db: database,
    clock: systemClock,
    ids: systemIds,
    actor,
    projectId: PROJECT_ID,
    role: 'annotator',
  } as unknown as ProjectContext;
}

async function claimInTurns(
  small: ProjectContext[],
  large: ProjectContext[],
  times: number,
): Promise<{ small: number[]; large: number[] }> {
  const measured = { small: [] as number[], large: [] as number[] };
  for (let turn = 0; turn < times; turn += 1) {
    const first = turn % 2 === 0;
    if (first) measured.small.push(await claimOne(small[turn % ANNOTATORS]!));
    measured.large.push(await claimOne(large[turn % ANNOTATORS]!));
    if (!first) measured.small.push(await claimOne(small[turn % ANNOTATORS]!));
  }
  return measured;
}

/** Milliseconds of one claim; the vote that follows is not in them. */
async function claimOne(ctx: ProjectContext): Promise<number> {
  const start = performance.now();
  const { items } = await claimAssignments(ctx, { count: 1 });
  const took = performance.now() - start;
  const [item] = items;
  if (item === undefined) throw new Error('There was nothing to claim.');
  await submitJudgment(ctx, {
    assignmentId: item.id,
    id: systemIds.next(),
    answer: { outcome: 'scale', position: 3 },
    activeMs: 1_000,
    questionVersion: 1,
    guidelinesVersion: 1,
    view: {
      layout: 'side_by_side',
      rendering: 'markdown',
      widthClass: 'wide',
      locale: 'en',
      theme: 'light',
      input: 'key',
      visibleMs: 1_000,
      undoCount: 0,
      guidelinesOpened: false,
      seen: [1, 1],
    },
  });
  return took;
}
