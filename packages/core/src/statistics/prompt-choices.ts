import type { Agreement } from '@pairwright/contract/statistics/agreement';
import type { Source } from './compute-statistics.service.ts';

/** What the prompts of the whole project may be narrowed to. */
export async function readPromptChoices({
  db,
  projectId,
}: Source): Promise<Pick<Agreement, 'languages' | 'categories'>> {
  const prompts = db.selectFrom('prompts').where('project_id', '=', projectId).distinct();
  const languages = await prompts.select('language as name').execute();
  const categories = await prompts.select('category as name').execute();
  const namesOf = (rows: readonly { name: string | null }[]): string[] =>
    rows.flatMap(({ name }) => (name === null ? [] : [name])).sort();
  return { languages: namesOf(languages), categories: namesOf(categories) };
}
