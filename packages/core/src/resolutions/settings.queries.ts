import type { ReviewSettings } from '@pairwright/contract/review';
import type { Executor } from '@pairwright/db/database';

export const defaultSettings: ReviewSettings = {
  method: 'majority',
  blind: true,
  reviewers: 1,
  ownWork: false,
};

/** How a project comes to its labels and reviews them. */
export async function readSettings(db: Executor, projectId: string): Promise<ReviewSettings> {
  const row = await db
    .selectFrom('review_settings')
    .select(['method', 'blind', 'reviewers', 'own_work as ownWork'])
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return row ?? defaultSettings;
}
