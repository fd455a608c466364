import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { shapeOf } from '../stored-shapes.ts';

/** Judgments are counted up to here; so many are gone through within a request. */
export const COUNTED_AT_MOST = 10_000;

/** So many comparisons with free places are looked at for those that nobody may take, the first in routing order. */
export const STUCK_LOOKED_AT = 2_000;

/** What the list of things to do is made from, beside the overview; each is a short look at an index or one row. */
export interface Facts {
  readonly annotators: number;
  readonly disputes: number;
  /** Comparisons with a flag that counts and that nobody has settled. */
  readonly reported: number;
  /** Of the newest numbers of the annotators: people below the limit, and people with any other alert. */
  readonly gold_low: number;
  readonly alerts: number;
  /** Judgments since the newest version of a dataset was frozen; null without a version. */
  readonly unexported: number | null;
  /** Comparisons with free places that nobody who works here may take, and how many were looked at. */
  readonly stuck: number;
  readonly free: number;
}

export async function findFacts(db: Executor, projectId: string): Promise<Facts> {
  const { rows } = await sql<Facts>`
    with people as (
      select one -> 'alerts' as alerts from (
        select result from statistics
        where project_id = ${projectId} and kind = 'annotators' and options_key = '{}' and state = 'ready' and shape = ${shapeOf('annotators')} order by id desc limit 1
      ) newest, json_array_elements(newest.result -> 'annotators') one
      where json_array_length(one -> 'alerts') > 0
    ), frozen as (
      select max(frozen_at) as at from dataset_versions where project_id = ${projectId} and state = 'ready'
    )
    select
      (select count(*) from project_members where project_id = ${projectId} and role = 'annotator') as annotators,
      (select count(*) from feedback where project_id = ${projectId} and disputed and settled_at is null) as disputes,
      (select count(distinct f.comparison_id) from flags f where f.project_id = ${projectId} and f.state = 'open' and flag_counts(f)) as reported,
      (select count(*) from people where exists (select from json_array_elements(alerts) a where a ->> 'kind' = 'gold_low')) as gold_low,
      (select count(*) from people where not exists (select from json_array_elements(alerts) a where a ->> 'kind' = 'gold_low')) as alerts,
      (select case when f.at is null then null else
        (select count(*) from (select from judgments where project_id = ${projectId} and created_at > f.at limit ${COUNTED_AT_MOST}) j) end
        from frozen f) as unexported,
      (select count(*) from stuck_comparisons(${projectId}, ${STUCK_LOOKED_AT})) as stuck,
      (select count(*) from (select from comparisons where project_id = ${projectId} and routable limit ${STUCK_LOOKED_AT}) c) as free`.execute(
    db,
  );
  return rows[0]!;
}

/** Judgments since, counted up to 10,000. */
export async function countSince(db: Executor, projectId: string, asOf: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select from judgments where project_id = ${projectId} and created_at > ${asOf}::timestamptz limit ${COUNTED_AT_MOST}
    ) j`.execute(db);
  return rows[0]!.n;
}

/** Whether the judgments of a project are few enough to be gone through within a request. */
export async function isSmall(db: Executor, projectId: string): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from judgments where project_id = ${projectId} limit ${COUNTED_AT_MOST + 1}) j`.execute(
    db,
  );
  return rows[0]!.n <= COUNTED_AT_MOST;
}
