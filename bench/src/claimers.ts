import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';
import { usualView } from '@pairwright/core/annotate/usual-view';
import type { ProjectContext } from '@pairwright/core/context';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import type { Bench, BenchDatabase } from './benchmark.ts';
import { annotatorId, comparisonId, createVoteData, idOf, PROJECT_ID, settle } from './vote-data.ts';

/** People who claim in turns. */
export const CLAIMERS = 8;

export interface Claimers {
  readonly database: BenchDatabase;
  readonly people: readonly ProjectContext[];
}

/** A project as it stands when claims are measured. */
export interface Scene {
  readonly comparisons: number;
  readonly target: number;
  /** So many of the first comparisons each has judged already. */
  readonly done: number;
}

/** People in such a project, in a database of its own. */
export async function prepareClaimers(bench: Bench, name: string, scene: Scene): Promise<Claimers> {
  bench.say(`  making ${scene.comparisons} comparisons`);
  const database = await bench.createDatabase(name);
  await createVoteData(database, { ...scene, annotators: CLAIMERS });
  if (scene.done > 0) await judgeFirst(database, scene.done);
  await settle(database);
  return { database, people: await contextsOf(database, CLAIMERS) };
}

/** The first `count` annotators. */
export async function contextsOf(database: BenchDatabase, count: number): Promise<ProjectContext[]> {
  const { rows } = await database.pool.query<{ id: string }>(
    `select ${annotatorId('i')} as id from generate_series(0, ${count - 1}) i`,
  );
  return rows.map(({ id }) => contextOf(database, id));
}

/** Everybody has judged the first `count` comparisons and stands after them. */
async function judgeFirst({ pool }: BenchDatabase, count: number): Promise<void> {
  const each = `generate_series(0, ${CLAIMERS - 1}) i, generate_series(1, ${count}) n`;
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, closed_at)
    select ${idOf(5, `n * ${CLAIMERS} + i`)}, '${PROJECT_ID}', ${comparisonId('n')}, ${annotatorId('i')}, '{0,1}', 'submitted', 1, 1, now() from ${each}`);
  await pool.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, active_ms, payload_hash)
    select ${idOf(6, `n * ${CLAIMERS} + i`)}, '${PROJECT_ID}', ${comparisonId('n')}, ${idOf(5, `n * ${CLAIMERS} + i`)}, ${annotatorId('i')}, 1, 1, 'preference', 1, 5000, '' from ${each}`);
  await pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.judgment_id is null',
  );
  await pool.query(`update comparisons set judged = ${CLAIMERS}, issued = ${CLAIMERS} where rank <= $1`, [
    count,
  ]);
  await pool.query(
    `insert into annotator_cursors (project_id, annotator_id, route, given) select '${PROJECT_ID}', ${annotatorId('i')}, $1::int, $1::int from generate_series(0, ${CLAIMERS - 1}) i`,
    [count],
  );
}

function contextOf(database: BenchDatabase, userId: string): ProjectContext {
  const actor = {
    userId,
    isOwner: false,
    via: 'session',
    scopes: new Set(['annotate']),
    onlyIn: null,
    tokenId: null,
  };
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

/** Milliseconds of one claim; the vote that follows is not in them. */
export async function claimOne(ctx: ProjectContext): Promise<number> {
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
    view: usualView,
  });
  return took;
}
