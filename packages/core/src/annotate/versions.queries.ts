import type { Database } from '@pairwright/db/database';
import type { Scale } from '@pairwright/domain/scale';

export interface ShownVersions {
  readonly projectId: string;
  readonly questionVersion: number;
  readonly guidelinesVersion: number;
}

const MOST_REMEMBERED = 1_000;
const remembered = new WeakMap<Database, Map<string, Scale>>();

/**
 * The scale of a version of the question, or which of the two versions the project does not have. Versions never change
 * once published, so what was found once is remembered: a vote costs no look-up.
 */
export async function findShownScale(
  database: Database,
  shown: ShownVersions,
): Promise<Scale | 'no_question' | 'no_guidelines'> {
  const scales = remembered.get(database) ?? new Map<string, Scale>();
  remembered.set(database, scales);
  const key = `${shown.projectId} ${shown.questionVersion} ${shown.guidelinesVersion}`;
  const known = scales.get(key);
  if (known !== undefined) return known;
  const found = await readScale(database.db, shown);
  if (typeof found === 'string') return found;
  if (scales.size >= MOST_REMEMBERED) scales.clear();
  scales.set(key, found);
  return found;
}

async function readScale(
  db: Database['db'],
  shown: ShownVersions,
): Promise<Scale | 'no_question' | 'no_guidelines'> {
  const question = await db
    .selectFrom('questions')
    .select(['points', 'allow_tie', 'allow_both_bad', 'allow_cannot_judge'])
    .where('project_id', '=', shown.projectId)
    .where('version', '=', shown.questionVersion)
    .executeTakeFirst();
  if (question === undefined) return 'no_question';
  const guidelines = await db
    .selectFrom('guidelines')
    .select('version')
    .where('project_id', '=', shown.projectId)
    .where('version', '=', shown.guidelinesVersion)
    .executeTakeFirst();
  if (guidelines === undefined) return 'no_guidelines';
  return {
    points: question.points,
    allowTie: question.allow_tie,
    allowBothBad: question.allow_both_bad,
    allowCannotJudge: question.allow_cannot_judge,
  };
}
