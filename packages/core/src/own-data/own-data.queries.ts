import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { accountParts } from './account-parts.ts';
import type { Part, Row } from './part.ts';
import { reviewParts } from './review-parts.ts';
import { workParts } from './work-parts.ts';

/**
 * What is kept about a person beside what they answered, by kind. Nothing here that they must not see: no models, no expected
 * answers, no notes about them that they were not told.
 */
const parts: readonly Part[] = [...accountParts, ...workParts, ...reviewParts];

/** Kinds of the parts, in the order of the file. */
export const partKinds: readonly string[] = parts.map(({ kind }) => kind);

/** Each kind with its rows, oldest first. */
export async function* readOwnParts(
  db: Executor,
  userId: string,
): AsyncGenerator<{ kind: string; rows: Row[] }> {
  for (const { kind, rows } of parts) yield { kind, rows: (await rows(userId).execute(db)).rows };
}

/** Projects in which somebody has judged. */
export async function findJudgedProjects(db: Executor, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p where exists (select from judgments j where j.annotator_id = ${userId} and j.project_id = p.id) order by p.id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Projects in whose practice round somebody has answered. */
export async function findPractisedProjects(db: Executor, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct e.project_id as id from practice_answers w join practice_examples e on e.id = w.example_id
    where w.annotator_id = ${userId} order by 1`.execute(db);
  return rows.map(({ id }) => id);
}
