import { systemIds } from '@pairwright/runtime/ids';
import type { BenchDatabase } from './benchmark.ts';

type Pool = BenchDatabase['pool'];

export interface JudgedProject {
  readonly projectId: string;
  readonly userId: string;
  readonly batchId: string;
  /** A UUID of a kind (0 to 9) and a number, as SQL over the number. Ids grow with it, as those of an import do. */
  id(kind: number, number: string): string;
}

/** A project of one person with one batch, without comparisons yet. Another call makes another one. */
export async function createJudgedProject(
  pool: Pool,
  { template, form }: { template: string; form: string },
): Promise<JudgedProject> {
  const [projectId, userId, batchId] = [systemIds.next(), systemIds.next(), systemIds.next()];
  await pool.query(
    `insert into users (id, kind, email, name, is_owner) values ($1, 'person', $2, 'Bench', true)`,
    [userId, `${userId}@example.org`],
  );
  await pool.query(
    `insert into projects (id, slug, name, template, language, target_judgments, lease_minutes) values ($1::uuid, 'p-' || $1::text, 'Bench', $2, 'mixed', 1, 30)`,
    [projectId, template],
  );
  await pool.query(
    `insert into questions (project_id, version, text_en, text_zh, form) values ($1, 1, 'Which?', '哪个？', $2)`,
    [projectId, form],
  );
  await pool.query(`insert into batches (id, project_id, name) values ($1, $2, 'bench')`, [
    batchId,
    projectId,
  ]);
  const [own, further] = [projectId.slice(-3), projectId.slice(-6, -3)];
  const id = (kind: number, number: string): string =>
    `('01900000-000${kind}-7${own}-8${further}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  return { projectId, userId, batchId, id };
}

interface Judged {
  readonly comparisons: number;
  /** In which the responses were shown. */
  readonly order: string;
  /** Columns of the answer, and what is in them as SQL over the comparison's number n. */
  readonly columns: string;
  readonly values: string;
}

/** One judgment of each comparison of kind 2, by that person. */
export async function judgeAll(
  pool: Pool,
  { projectId, userId, id }: JudgedProject,
  { comparisons, order, columns, values }: Judged,
): Promise<void> {
  const numbers = `generate_series(1, ${comparisons}) n`;
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
    select ${id(3, 'n')}, '${projectId}', ${id(2, 'n')}, '${userId}', '${order}', 'submitted', 1, 1 from ${numbers}`);
  await pool.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, ${columns}, payload_hash)
    select ${id(4, 'n')}, '${projectId}', ${id(2, 'n')}, ${id(3, 'n')}, '${userId}', 1, 1, ${values}, '' from ${numbers}`);
}
