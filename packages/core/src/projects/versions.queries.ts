import type { GuidelinesVersion, Question } from '@pairwright/contract/projects';
import type { Executor } from '@pairwright/db/database';

export interface QuestionRow {
  version: number;
  text_en: string;
  text_zh: string;
  points: number;
  allow_tie: boolean;
  allow_both_bad: boolean;
  allow_cannot_judge: boolean;
  created_at: string;
}

export function toQuestion(row: QuestionRow): Question {
  return {
    version: row.version,
    text: { en: row.text_en, 'zh-CN': row.text_zh },
    scale: {
      points: row.points,
      allowTie: row.allow_tie,
      allowBothBad: row.allow_both_bad,
      allowCannotJudge: row.allow_cannot_judge,
    },
    createdAt: row.created_at,
  };
}

/** All versions of a project's question, newest first. */
export async function findQuestions(db: Executor, projectId: string): Promise<Question[]> {
  const rows = await db
    .selectFrom('questions')
    .select([
      'version',
      'text_en',
      'text_zh',
      'points',
      'allow_tie',
      'allow_both_bad',
      'allow_cannot_judge',
      'created_at',
    ])
    .where('project_id', '=', projectId)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(toQuestion);
}

/** All versions of a project's guidelines, newest first. */
export async function findGuidelines(db: Executor, projectId: string): Promise<GuidelinesVersion[]> {
  return db
    .selectFrom('guidelines as g')
    .leftJoin('users as u', 'u.id', 'g.created_by')
    .select(['g.version', 'g.markdown', 'g.created_at as createdAt', 'u.name as createdBy'])
    .where('g.project_id', '=', projectId)
    .orderBy('g.version', 'desc')
    .execute();
}
