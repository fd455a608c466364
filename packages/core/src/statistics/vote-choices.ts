import type { Agreement } from '@pairwright/contract/statistics/agreement';
import type { Source } from './compute-statistics.service.ts';

/** Batches that are listed; others are named by their id. */
const MOST_BATCHES = 200;

type Choices = Pick<Agreement, 'languages' | 'categories' | 'rounds' | 'batches'>;

/** What the votes of the whole project may be narrowed to. */
export async function readVoteChoices({ db, projectId }: Source): Promise<Choices> {
  const prompts = db.selectFrom('prompts').where('project_id', '=', projectId).distinct();
  const languages = await prompts.select('language as name').execute();
  const categories = await prompts.select('category as name').execute();
  const namesOf = (rows: readonly { name: string | null }[]): string[] =>
    rows.flatMap(({ name }) => (name === null ? [] : [name])).sort();
  const ofProject = db.selectFrom('batches').where('project_id', '=', projectId);
  const rounds = await ofProject.select('round').distinct().orderBy('round').execute();
  const batches = await ofProject
    .select(['id', 'name', 'round'])
    .orderBy('id', 'desc')
    .limit(MOST_BATCHES)
    .execute();
  return {
    languages: namesOf(languages),
    categories: namesOf(categories),
    rounds: rounds.map(({ round }) => round),
    batches,
  };
}
