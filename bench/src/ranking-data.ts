import { plainPair } from '@pairwright/domain/judgment/form';
import { systemIds } from '@pairwright/runtime/ids';
import type { BenchDatabase } from './benchmark.ts';
import type { ExportData } from './export-data.ts';

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
  const [projectId, userId, batchId] = [systemIds.next(), systemIds.next(), systemIds.next()];
  const id = (kind: number, number: string): string =>
    `('01910000-${kind.toString(16).padStart(4, '0')}-7${projectId.slice(-3)}-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  const numbers = `generate_series(1, ${comparisons}) n`;
  await pool.query(`insert into users (id, kind, email, name) values ($1, 'person', $2, 'Bench')`, [
    userId,
    `${userId}@example.org`,
  ]);
  await pool.query(
    `insert into projects (id, slug, name, template, language, target_judgments, lease_minutes) values ($1::uuid, 'r-' || $1::text, 'Bench', 'rank', 'mixed', 1, 30)`,
    [projectId],
  );
  await pool.query(
    `insert into questions (project_id, version, text_en, text_zh, form) values ($1, 1, 'How?', '如何？', $2)`,
    [projectId, form],
  );
  await pool.query(`insert into batches (id, project_id, name) values ($1, $2, 'bench')`, [
    batchId,
    projectId,
  ]);
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
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
    select ${id(3, 'n')}, '${projectId}', ${id(2, 'n')}, '${userId}', '{0,1,2,3}', 'submitted', 1, 1 from ${numbers}`);
  await pool.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, ranks, payload_hash)
    select ${id(4, 'n')}, '${projectId}', ${id(2, 'n')}, ${id(3, 'n')}, '${userId}', 1, 1, 'ranking',
      case n % 3 when 0 then '{1,2,3,4}' when 1 then '{2,1,2,0}' else '{4,1,3,2}' end::smallint[], '' from ${numbers}`);
  await pool.query('vacuum analyze');
  return { projectId };
}
