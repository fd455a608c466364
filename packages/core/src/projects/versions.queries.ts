import { sql } from 'kysely';
import type { GuidelinesVersion, OtherGuidelines, Question } from '@pairwright/contract/projects';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Executor } from '@pairwright/db/database';

export interface QuestionRow {
  version: number;
  text_en: string;
  text_zh: string;
  form: unknown;
  created_at: string;
}

export function toQuestion(row: QuestionRow): Question {
  return {
    version: row.version,
    text: { en: row.text_en, 'zh-CN': row.text_zh },
    // Checked by the contract before it was stored.
    form: row.form as QuestionForm,
    createdAt: row.created_at,
  };
}

/** All versions of a project's question, newest first. */
export async function findQuestions(db: Executor, projectId: string): Promise<Question[]> {
  const rows = await db
    .selectFrom('questions')
    .select(['version', 'text_en', 'text_zh', 'form', 'created_at'])
    .where('project_id', '=', projectId)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(toQuestion);
}

/** All versions of a project's guidelines, newest first. */
export async function findGuidelines(db: Executor, projectId: string): Promise<GuidelinesVersion[]> {
  const rows = await db
    .selectFrom('guidelines as g')
    .leftJoin('users as u', 'u.id', 'g.created_by')
    .select(['g.version', 'g.markdown', 'g.created_at as createdAt', 'u.name as createdBy'])
    .select(['g.other_locale', 'g.other_markdown'])
    .where('g.project_id', '=', projectId)
    .orderBy('g.version', 'desc')
    .execute();
  return rows.map(({ other_locale, other_markdown, ...row }) => ({
    ...row,
    other: otherOf(other_locale, other_markdown),
  }));
}

/** The text of a second language as it is stored; null without one. */
export function otherOf(
  locale: OtherGuidelines['locale'] | null,
  markdown: string | null,
): OtherGuidelines | null {
  return locale === null || markdown === null ? null : { locale, markdown };
}

/** Comparisons that are not closed, by whether their number of responses is within bounds. */
export async function countFits(
  db: Executor,
  projectId: string,
  { min, max }: { readonly min: number; readonly max: number },
): Promise<{ fits: number; rests: number; returns: number }> {
  const { rows } = await sql<{ fits: number; rests: number; returns: number }>`
    select count(*) filter (where fits) as fits, count(*) filter (where not fits) as rests,
      count(*) filter (where fits and state = 'unfit') as returns
    from (
      select state, cardinality(response_ids) between ${min}::int and ${max}::int as fits
      from comparisons where project_id = ${projectId} and state in ('open', 'unfit')
    ) as counted`.execute(db);
  return rows[0] ?? { fits: 0, rests: 0, returns: 0 };
}
