import type { Question } from '@pairwright/contract/projects';
import type { Database } from '@pairwright/db/database';
import { type QuestionRow, toQuestion } from '../projects/versions.queries.ts';

const MOST_REMEMBERED = 1_000;
const remembered = new WeakMap<Database, Map<string, Question | true>>();

/**
 * A version of a project's question, or undefined when there is none. Versions never change once published, so what was
 * found once is remembered: a vote costs no look-up.
 */
export async function findShownQuestion(
  database: Database,
  projectId: string,
  version: number,
): Promise<Question | undefined> {
  const found = await remember(database, `question ${projectId} ${version}`, async () => {
    const row: QuestionRow | undefined = await database.db
      .selectFrom('questions')
      .select(['version', 'text_en', 'text_zh', 'form', 'created_at'])
      .where('project_id', '=', projectId)
      .where('version', '=', version)
      .executeTakeFirst();
    return row === undefined ? undefined : toQuestion(row);
  });
  return found === true ? undefined : found;
}

/** Versions of a project's question; those it does not have are left out. */
export async function findShownQuestions(
  database: Database,
  projectId: string,
  versions: readonly number[],
): Promise<Question[]> {
  const found = await Promise.all(versions.map((version) => findShownQuestion(database, projectId, version)));
  return found.filter((question) => question !== undefined);
}

/** Whether the project has this version of its guidelines. */
export async function hasGuidelines(
  database: Database,
  projectId: string,
  version: number,
): Promise<boolean> {
  const found = await remember(database, `guidelines ${projectId} ${version}`, async () => {
    const row = await database.db
      .selectFrom('guidelines')
      .select('version')
      .where('project_id', '=', projectId)
      .where('version', '=', version)
      .executeTakeFirst();
    return row === undefined ? undefined : true;
  });
  return found !== undefined;
}

async function remember(
  database: Database,
  key: string,
  read: () => Promise<Question | true | undefined>,
): Promise<Question | true | undefined> {
  const known = remembered.get(database) ?? new Map<string, Question | true>();
  remembered.set(database, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = await read();
  if (found === undefined) return undefined;
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, found);
  return found;
}
