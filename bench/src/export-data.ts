import type { BenchDatabase } from './benchmark.ts';
import { createJudgedProject, judgeAll } from './judged-project.ts';
import { PLAIN_FORM } from './plain-form.ts';

export interface ExportData {
  readonly projectId: string;
  readonly userId: string;
}

/** A project with so many comparisons, one judgment each; prompts of about 300 bytes in two pairs of three answers of about 1 kB. */
export async function createExportData({ pool }: BenchDatabase, comparisons: number): Promise<ExportData> {
  const project = await createJudgedProject(pool, { template: 'pair_7', form: PLAIN_FORM });
  const { projectId, userId, batchId, id } = project;
  const words = (text: string, bytes: number): string =>
    String.raw`rtrim(left(repeat(${text}, 40), ${bytes}), '\')`;
  const prompts = Math.ceil(comparisons / 2);
  await pool.query(String.raw`insert into prompts (id, project_id, messages, content_hash)
    select ${id(0, 'i')}, '${projectId}', ('[{"role":"user","content":"' || ${words(String.raw`'Question ' || i || ': how does a \"hash\" work?\n请简单解释。 '`, 240)} || '"}]')::json, int8send(i)
    from generate_series(1, ${prompts}) i order by i`);
  await pool.query(String.raw`insert into responses (id, prompt_id, model, messages, content_hash)
    select ${id(1, 'i * 3 + k')}, ${id(0, 'i')}, 'model ' || k, ('[{"role":"assistant","content":"' || ${words(String.raw`md5(i || '/' || k) || ' is a \"thing\" we know well.\n\nIt has 三个 parts. '`, 930)} || '"}]')::json, int8send(k)
    from generate_series(1, ${prompts}) i, generate_series(0, 2) k order by i, k`);
  await pool.query(`insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, judged, side_seed)
    select ${id(2, 'n')}, '${projectId}', ${id(0, '(n + 1) / 2')}, array[${id(1, '(n + 1) / 2 * 3 + n % 2')}, ${id(1, '(n + 1) / 2 * 3 + n % 2 + 1')}], '${batchId}', n, 1, 1, 0
    from generate_series(1, ${comparisons}) n order by n`);
  await judgeAll(pool, project, {
    comparisons,
    order: '{0,1}',
    columns: 'outcome, position, strength',
    values: `'preference', 2, case n % 3 when 0 then 2 else -2 end`,
  });
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  return { projectId, userId };
}
