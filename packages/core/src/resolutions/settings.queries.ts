import type { Executor } from '@pairwright/db/database';

export interface ReviewSettings {
  readonly method: 'majority' | 'weighted';
  /** Reviewers decide before they see what others said. */
  readonly blind: boolean;
  /** Independent decisions that have to agree. */
  readonly reviewers: number;
}

export const defaultSettings: ReviewSettings = { method: 'majority', blind: true, reviewers: 1 };

/** How a project comes to its labels and reviews them. */
export async function readSettings(db: Executor, projectId: string): Promise<ReviewSettings> {
  const row = await db
    .selectFrom('review_settings')
    .select(['method', 'blind', 'reviewers'])
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return row ?? defaultSettings;
}
