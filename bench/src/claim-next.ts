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
import { annotatorId, comparisonId, createVoteData, idOf, PROJECT_ID, settle } from './vote-data.ts';

const ANNOTATORS = 8;
const ROUNDS = 5;
const CLAIMS_PER_ROUND = 2_000;
const WARM_UP = 500;

/** A project as it stands when claims are measured. */
interface Scene {
  readonly comparisons: number;
  readonly target: number;
  /** So many of the first comparisons each annotator has judged already. */
  readonly done: number;
}

const small: Scene = { comparisons: 10_000, target: 3, done: 0 };

/** How the slowest hundredth of claims grows from 10,000 comparisons to another scene. */
export const claimNext: readonly Benchmark[] = [
  grows('claim_next', 'at 1,000,000 comparisons', { ...small, comparisons: 1_000_000 }),
  // Everybody judges everything, so that each has passed everything before.
  grows(
    'claim_next_overlap',
    `at 30,000 comparisons that all ${ANNOTATORS} annotators judge, each having done 10,000`,
    { comparisons: 30_000, target: ANNOTATORS + 2, done: 10_000 },
  ),
  {
    ...grows('claim_next_5m', 'at 5,000,000 comparisons', { ...small, comparisons: 5_000_000 }),
    onDemand: true,
  },
];

function grows(name: string, where: string, scene: Scene): Benchmark {
  return {
    name,
    goal: { atMost: 1.5 },
    async run(bench: Bench): Promise<Figure> {
      const [from, to] = [await prepare(bench, 'claim_small', small), await prepare(bench, 'claim', scene)];
      await claimInTurns(from, to, WARM_UP);
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1)
        rounds.push(await claimInTurns(from, to, CLAIMS_PER_ROUND));
      const [value, limit] = [
        median(rounds.map((one) => percentile(one.to, 0.99))),
        median(rounds.map((one) => percentile(one.from, 0.99))),
      ];
      return {
        value,
        limit,
        ratio: value / limit,
        unit: 'ms',
        how: `p99 of claiming one assignment with its text ${where}; the limit is the same at 10,000 comparisons, in turns; medians of ${ROUNDS} rounds of ${CLAIMS_PER_ROUND}`,
        more: {
          p50: median(rounds.map((one) => percentile(one.to, 0.5))),
          p50_at_10000: median(rounds.map((one) => percentile(one.from, 0.5))),
          ratios: rounds
            .map((one) => (percentile(one.to, 0.99) / percentile(one.from, 0.99)).toFixed(2))
            .join(' '),
        },
      };
    },
  };
}

async function prepare(bench: Bench, name: string, scene: Scene): Promise<ProjectContext[]> {
  bench.say(`  making ${scene.comparisons} comparisons`);
  const database = await bench.createDatabase(name);
  await createVoteData(database, { ...scene, annotators: ANNOTATORS });
  if (scene.done > 0) await judgeFirst(database, scene.done);
  await settle(database);
  const { rows } = await database.pool.query<{ id: string }>(
    `select ${annotatorId('i')} as id from generate_series(0, ${ANNOTATORS - 1}) i`,
  );
  return rows.map(({ id }) => contextOf(database, id));
}

/** Everybody has judged the first `count` comparisons and stands after them. */
async function judgeFirst({ pool }: BenchDatabase, count: number): Promise<void> {
  const each = `generate_series(0, ${ANNOTATORS - 1}) i, generate_series(1, ${count}) n`;
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, closed_at)
    select ${idOf(5, `n * ${ANNOTATORS} + i`)}, '${PROJECT_ID}', ${comparisonId('n')}, ${annotatorId('i')}, '{0,1}', 'submitted', 1, 1, now() from ${each}`);
  await pool.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, active_ms, payload_hash)
    select ${idOf(6, `n * ${ANNOTATORS} + i`)}, '${PROJECT_ID}', ${comparisonId('n')}, ${idOf(5, `n * ${ANNOTATORS} + i`)}, ${annotatorId('i')}, 1, 1, 'preference', 1, 5000, '' from ${each}`);
  await pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.judgment_id is null',
  );
  await pool.query(`update comparisons set judged = ${ANNOTATORS}, issued = ${ANNOTATORS} where rank <= $1`, [
    count,
  ]);
  await pool.query(
    `insert into annotator_cursors (project_id, annotator_id, route, given) select '${PROJECT_ID}', ${annotatorId('i')}, $1::int, $1::int from generate_series(0, ${ANNOTATORS - 1}) i`,
    [count],
  );
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
  from: ProjectContext[],
  to: ProjectContext[],
  times: number,
): Promise<{ from: number[]; to: number[] }> {
  const measured = { from: [] as number[], to: [] as number[] };
  for (let turn = 0; turn < times; turn += 1) {
    const first = turn % 2 === 0;
    if (first) measured.from.push(await claimOne(from[turn % ANNOTATORS]!));
    measured.to.push(await claimOne(to[turn % ANNOTATORS]!));
    if (!first) measured.from.push(await claimOne(from[turn % ANNOTATORS]!));
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
