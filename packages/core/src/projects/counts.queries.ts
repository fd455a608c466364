import { sql } from 'kysely';
import type { ProjectCounts } from '@pairwright/contract/project-counts';
import type { Executor } from '@pairwright/db/database';

/** Results of a label with which its comparison is settled, as a list in SQL. */
export const settledResults = sql.raw(`'winner', 'tie', 'both_bad', 'answered'`);

/** Counts from the counters on the comparisons, labels and datasets as they are stored: judgments themselves are not read. */
export async function countProject(db: Executor, projectId: string): Promise<ProjectCounts> {
  const { rows } = await sql<Omit<ProjectCounts, 'asOf'>>`
    select (select count(*) from prompts where project_id = ${projectId}) as prompts,
      (select count(*) from resolutions where project_id = ${projectId} and question = 'main' and result in (${settledResults})
        and comparison_id not in (select id from comparisons where project_id = ${projectId} and state = 'withdrawn')) as settled,
      (${countExported(projectId)}) as exported,
      count(*) as comparisons, coalesce(sum(target_judgments), 0)::bigint as wanted, count(*) filter (where judged >= target_judgments) as completed,
      count(*) filter (where state = 'unfit') as unfit,
      coalesce(sum(judged), 0)::bigint as judgments, coalesce(sum(leased), 0)::bigint as leased,
      count(*) filter (where skipped > 0) as skipped, count(*) filter (where flagged > 0) as flagged,
      coalesce(sum(skipped), 0)::bigint as skips,
      coalesce(sum(greatest(target_judgments - judged, 0)) filter (where state = 'open'), 0)::bigint as remaining
    from comparisons where project_id = ${projectId} and state <> 'withdrawn'`.execute(db);
  return { ...rows[0]!, asOf: null };
}

/** Comparisons with a row in one of the newest versions, as a query of one number. */
export function countExported(projectId: string) {
  return sql<number>`select count(distinct comparison_id) from dataset_rows where version_id in (${newestVersions(projectId)})`;
}

/** The newest ready version of each dataset: what was exported is in one of them. */
export function newestVersions(projectId: string) {
  return sql<string>`select distinct on (dataset_id) id from dataset_versions
    where project_id = ${projectId} and state = 'ready' order by dataset_id, version desc`;
}
