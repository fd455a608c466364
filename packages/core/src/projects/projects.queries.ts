import { Problem } from '@pairwright/contract/errors';
import type { Pay, Project, SharedOverlap } from '@pairwright/contract/projects';
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
      'p.shared_percent',
      'p.shared_judgments',
      'p.lease_minutes as leaseMinutes',
      'p.edit_hours as editHours',
      'p.pay_currency',
      'p.pay_micros',
      'p.show_numbers as showNumbers',
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

export type ProjectRow = Omit<Project, 'question' | 'template' | 'pay' | 'shared'> &
  Omit<QuestionRow, 'created_at'> & {
    template: string;
    questionCreatedAt: string;
    pay_currency: string | null;
    pay_micros: number | null;
    shared_percent: number | null;
    shared_judgments: number | null;
  };

export function toProject(row: ProjectRow): Project {
  const { version, text_en, text_zh, form, questionCreatedAt, ...rest } = row;
  const { pay_currency, pay_micros, shared_percent, shared_judgments, ...project } = rest;
  const question = toQuestion({ version, text_en, text_zh, form, created_at: questionCreatedAt });
  return {
    ...project,
    template: project.template as Project['template'],
    shared: sharedOf(shared_percent, shared_judgments),
    pay: payOf(pay_currency, pay_micros),
    question,
  };
}

/** What share of the comparisons gets how many judgments; null where all get as many. */
export function sharedOf(percent: number | null, judgments: number | null): SharedOverlap | null {
  return percent === null || judgments === null ? null : { percent, judgments };
}

/** What a judgment is worth; null where nothing is paid by the judgment. */
export function payOf(currency: string | null, micros: number | null): Pay | null {
  return currency === null || micros === null ? null : { currency, perJudgmentMicros: micros };
}

/** One project. Throws `not_found`. */
export async function readProject(db: Executor, projectId: string): Promise<Project> {
  const row = await selectProjects(db).where('p.id', '=', projectId).executeTakeFirst();
  if (row === undefined) throw new Problem('not_found');
  return toProject(row);
}
