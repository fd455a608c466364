import { sql } from 'kysely';
import type { listExclusionChoices as endpoint } from '@pairwright/contract/exclusions';
import type { QueryOf, ResponseOf } from '@pairwright/contract/endpoint';
import type { ProjectContext } from '../context.ts';

type Choices = ResponseOf<typeof endpoint>;

/** How many of each are told at once; the rest is found by a part of the name. */
const MOST = 200;

/** Whom and what one can exclude, narrowed by parts of names. */
export async function listExclusionChoices(
  { db, projectId }: ProjectContext,
  { annotator, batch, annotatorId }: QueryOf<typeof endpoint>,
): Promise<Choices> {
  const { rows: annotators } = await sql<Choices['annotators'][number]>`
    select u.id as "userId", u.name, count(*) as judgments
    from assignments a join users u on u.id = a.annotator_id
    where a.project_id = ${projectId} and a.state = 'submitted' and (${hasPart(sql`u.name`, annotator)} or u.id = ${annotatorId ?? null}::uuid)
    group by u.id, u.name order by u.id is not distinct from ${annotatorId ?? null}::uuid desc, judgments desc, u.id limit ${MOST + 1}`.execute(
    db.db,
  );
  const { rows: batches } = await sql<Choices['batches'][number]>`
    select b.id, b.name from batches b where b.project_id = ${projectId} and ${hasPart(sql`b.name`, batch)}
    order by b.id desc limit ${MOST + 1}`.execute(db.db);
  return {
    annotators: annotators.slice(0, MOST),
    batches: batches.slice(0, MOST),
    moreAnnotators: annotators.length > MOST,
    moreBatches: batches.length > MOST,
  };
}

/** Whether a name holds this part, whatever the case; every name does without one. */
function hasPart(name: ReturnType<typeof sql>, part: string | undefined) {
  return part === undefined || part === ''
    ? sql<boolean>`true`
    : sql<boolean>`strpos(lower(${name}), lower(${part})) > 0`;
}
