import { plainPair } from '@pairwright/domain/judgment/form';
import type { BenchDatabase } from './benchmark.ts';
import type { ExportData } from './export-data.ts';
import { createJudgedProject, judgeAll } from './judged-project.ts';

const RANKED = 4;
/** Pairs that a ranking of four is. */
export const PAIRS_OF_A_RANKING = (RANKED * (RANKED - 1)) / 2;

const form = JSON.stringify({
  ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  main: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
});

/** A project with so many rankings of four answers of about 1 kB, one judgment each. */
export async function createRankingData(
  { pool }: BenchDatabase,
  comparisons: number,
): Promise<Pick<ExportData, 'projectId'>> {
  const project = await createJudgedProject(pool, { template: 'rank', form });
  const { projectId, batchId, id } = project;
  const numbers = `generate_series(1, ${comparisons}) n`;
  await pool.query(`insert into prompts (id, project_id, messages, content_hash)
    select ${id(0, 'n')}, '${projectId}', json_build_array(json_build_object('role', 'user', 'content', 'question ' || n || repeat(' lorem ipsum', 24))), int8send(n)
    from ${numbers}`);
  await pool.query(`insert into responses (id, prompt_id, model, messages, content_hash)
    select ${id(1, `n * ${RANKED} + k`)}, ${id(0, 'n')}, 'model ' || k,
      json_build_array(json_build_object('role', 'assistant', 'content', md5(n || '/' || k) || repeat(' lorem ipsum', 80))), int8send(k)
    from ${numbers}, generate_series(0, ${RANKED - 1}) k`);
  await pool.query(`insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, judged, side_seed)
    select ${id(2, 'n')}, '${projectId}', ${id(0, 'n')}, array(select ${id(1, `n * ${RANKED} + k`)} from generate_series(0, ${RANKED - 1}) k order by k), '${batchId}', n, 1, 1, 0
    from ${numbers}`);
  await judgeAll(pool, project, {
    comparisons,
    order: '{0,1,2,3}',
    columns: 'outcome, ranks',
    values: `'ranking', case n % 3 when 0 then '{1,2,3,4}' when 1 then '{2,1,2,0}' else '{4,1,3,2}' end::smallint[]`,
  });
  await pool.query('vacuum analyze');
  return { projectId };
}
