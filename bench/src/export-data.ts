import { systemIds } from '@pairwright/runtime/ids';
import type { BenchDatabase } from './benchmark.ts';
import { PLAIN_FORM } from './plain-form.ts';

export interface ExportData {
  readonly projectId: string;
  readonly userId: string;
}

/** A project with so many comparisons, one judgment each; prompts of about 300 bytes in two pairs of three answers of about 1 kB. */
export async function createExportData({ pool }: BenchDatabase, comparisons: number): Promise<ExportData> {
  const [projectId, userId, batchId] = [systemIds.next(), systemIds.next(), systemIds.next()];
  // Ids that grow with their number, as those of an import do.
  const id = (kind: number, number: string): string =>
    `('01900000-${kind.toString(16).padStart(4, '0')}-7${projectId.slice(-3)}-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  const words = (text: string, bytes: number): string =>
    String.raw`rtrim(left(repeat(${text}, 40), ${bytes}), '\')`;
  const prompts = Math.ceil(comparisons / 2);
  await pool.query(`insert into users (id, kind, email, name) values ($1, 'person', $2, 'Bench')`, [
    userId,
    `${userId}@example.org`,
  ]);
  await pool.query(
    `insert into projects (id, slug, name, template, language, target_judgments, lease_minutes) values ($1::uuid, 'p-' || $1::text, 'Bench', 'pair_7', 'mixed', 1, 30)`,
    [projectId],
  );
  await pool.query(
    `insert into questions (project_id, version, text_en, text_zh, form) values ($1, 1, 'Which?', '哪个？', $2)`,
    [projectId, PLAIN_FORM],
  );
  await pool.query(`insert into batches (id, project_id, name) values ($1, $2, 'bench')`, [
    batchId,
    projectId,
  ]);
  await pool.query(String.raw`insert into prompts (id, project_id, messages, content_hash)
    select ${id(0, 'i')}, '${projectId}', ('[{"role":"user","content":"' || ${words(String.raw`'Question ' || i || ': how does a \"hash\" work?\n请简单解释。 '`, 240)} || '"}]')::json, int8send(i)
    from generate_series(1, ${prompts}) i order by i`);
  await pool.query(String.raw`insert into responses (id, prompt_id, model, messages, content_hash)
    select ${id(1, 'i * 3 + k')}, ${id(0, 'i')}, 'model ' || k, ('[{"role":"assistant","content":"' || ${words(String.raw`md5(i || '/' || k) || ' is a \"thing\" we know well.\n\nIt has 三个 parts. '`, 930)} || '"}]')::json, int8send(k)
    from generate_series(1, ${prompts}) i, generate_series(0, 2) k order by i, k`);
  await pool.query(`insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, judged, side_seed)
    select ${id(2, 'n')}, '${projectId}', ${id(0, '(n + 1) / 2')}, array[${id(1, '(n + 1) / 2 * 3 + n % 2')}, ${id(1, '(n + 1) / 2 * 3 + n % 2 + 1')}], '${batchId}', n, 1, 1, 0
    from generate_series(1, ${comparisons}) n order by n`);
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
    select ${id(3, 'n')}, '${projectId}', ${id(2, 'n')}, '${userId}', '{0,1}', 'submitted', 1, 1 from generate_series(1, ${comparisons}) n`);
  await pool.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, position, strength, payload_hash)
    select ${id(4, 'n')}, '${projectId}', ${id(2, 'n')}, ${id(3, 'n')}, '${userId}', 1, 1, 'preference', 2, case n % 3 when 0 then 2 else -2 end, '' from generate_series(1, ${comparisons}) n`);
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
  return { projectId, userId };
}
