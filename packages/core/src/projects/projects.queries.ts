import { sql } from 'kysely';
import { Problem } from '@pairwright/contract/errors';
import type { Project } from '@pairwright/contract/projects';
import type { Executor } from '@pairwright/db/database';
import { type QuestionRow, toQuestion } from './versions.queries.ts';

/** Projects with the question that is asked now; narrow it down and order it by `p.id`. */
export function selectProjects(db: Executor) {
  return db
    .selectFrom('projects as p')
    .innerJoin('questions as q', (join) =>
      join.onRef('q.project_id', '=', 'p.id').onRef('q.version', '=', 'p.question_version'),
    )
    .select([
      'p.id',
      'p.slug',
      'p.name',
      'p.description',
      'p.template',
      'p.language',
      'p.state',
      'p.is_demo as isDemo',
      'p.target_judgments as targetJudgments',
      'p.lease_minutes as leaseMinutes',
      'p.edit_hours as editHours',
      'p.guidelines_version as guidelinesVersion',
      'p.created_at as createdAt',
      'p.updated_at as updatedAt',
      'q.version',
      'q.text_en',
      'q.text_zh',
      'q.form',
      'q.created_at as questionCreatedAt',
    ]);
}

export type ProjectRow = Omit<Project, 'question' | 'template'> &
  Omit<QuestionRow, 'created_at'> & { template: string; questionCreatedAt: string };

export function toProject(row: ProjectRow): Project {
  const { version, text_en, text_zh, form, questionCreatedAt, ...project } = row;
  const question = toQuestion({ version, text_en, text_zh, form, created_at: questionCreatedAt });
  return { ...project, template: project.template as Project['template'], question };
}

/** One project. Throws `not_found`. */
export async function readProject(db: Executor, projectId: string): Promise<Project> {
  const row = await selectProjects(db).where('p.id', '=', projectId).executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
  return toProject(row);
}

export interface Counts {
  readonly prompts: number;
  readonly comparisons: number;
  readonly completed: number;
  readonly unfit: number;
  readonly judgments: number;
  readonly leased: number;
  readonly skipped: number;
  readonly flagged: number;
}

/** Where the work stands, from the counters on the comparisons: judgments themselves are not read. */
export async function countProject(db: Executor, projectId: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select (select count(*) from prompts where project_id = ${projectId}) as prompts,
      count(*) as comparisons, count(*) filter (where judged >= target_judgments) as completed,
      count(*) filter (where state = 'unfit') as unfit,
      coalesce(sum(judged), 0)::bigint as judgments, coalesce(sum(leased), 0)::bigint as leased,
      count(*) filter (where skipped > 0) as skipped, count(*) filter (where flagged > 0) as flagged
    from comparisons where project_id = ${projectId}`.execute(db);
  return rows[0] as Counts;
}
