import { sql } from 'kysely';
import type { ProjectCounts } from '@pairwright/contract/project-counts';
import type { Executor } from '@pairwright/db/database';
import { readSummedCounts } from '../statistics/overview/sums.queries.ts';
import { shapeOf } from '../statistics/stored-shapes.ts';
import { countProject } from './counts.queries.ts';

export interface CountLimits {
  /** Up to so many comparisons are counted on every request. */
  readonly live: number;
  /** Comparisons that changed and are not in the sums: each is looked up by its keys, until counting everything takes less. */
  readonly pending: number;
}

const usual: CountLimits = { live: 20_000, pending: 2_000 };

/**
 * Where the work stands: counted now in a small project, as of the newest overview in a large one. A large one without it is
 * told from its sums, where they stand, and else counted: both as of now.
 */
export async function readCounts(
  db: Executor,
  projectId: string,
  limits: CountLimits = usual,
): Promise<ProjectCounts> {
  const known = await newestCounts(db, projectId);
  if (known !== undefined && known.comparisons > limits.live) return known;
  const isLarge = (await comparisonsInSums(db, projectId)) > limits.live;
  const summed = isLarge ? await readSummedCounts(db, projectId, limits.pending) : undefined;
  return summed ?? countProject(db, projectId);
}

async function newestCounts(db: Executor, projectId: string): Promise<ProjectCounts | undefined> {
  const { rows } = await sql<{ counts: ProjectCounts; as_of: string }>`
    select result -> 'counts' as counts, as_of from statistics
    where project_id = ${projectId} and kind = 'overview' and options_key = '{}' and state = 'ready' and shape = ${shapeOf('overview')}
    order by id desc limit 1`.execute(db);
  return rows[0] && { ...rows[0].counts, asOf: rows[0].as_of };
}

/** 0 without sums; what has not been taken in does not make a project large. */
async function comparisonsInSums(db: Executor, projectId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select n from overview_sums where project_id = ${projectId} and measure = 'comparisons' and key = '{}'`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
