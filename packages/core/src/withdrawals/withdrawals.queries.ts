import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';
import { isReadable } from './readable.sql.ts';
import { regradeAll } from '../routing/regrade-gold.ts';

/** Which comparisons c: one, or those of a batch. */
export type Which = { readonly comparisonId: string } | { readonly batchId: string };

function among(which: Which): RawBuilder<unknown> {
  return 'batchId' in which
    ? sql`c.batch_id = ${which.batchId}::uuid`
    : sql`c.id = ${which.comparisonId}::uuid`;
}

/** Closed for other work because their answer is known to us, as gold or in practice. */
const isExpected = sql<boolean>`(exists (select from gold_items g where g.comparison_id = c.id) or exists (select from practice_examples e where e.comparison_id = c.id))`;

/**
 * Takes comparisons out of work, and ends the leases on them; gives how many. Comparisons are locked before assignments and both
 * in the order of ids, as in all that changes several leases. A claim that comes meanwhile finds them no longer open; one that came
 * before is seen by the second statement.
 */
export async function withdraw(
  db: Tx,
  of: { readonly projectId: string; readonly which: Which },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with places as materialized (
      select c.id from comparisons c where c.project_id = ${of.projectId} and ${among(of.which)}
        and c.state <> 'withdrawn'
      order by c.id for no key update
    ), moved as (
      update comparisons c set state = 'withdrawn' from places where c.id = places.id returning c.id
    )
    select count(*) as n from moved`.execute(db);
  await sql`
    with held as materialized (
      select a.id from assignments a join comparisons c on c.id = a.comparison_id
      where c.project_id = ${of.projectId} and ${among(of.which)} and c.state = 'withdrawn' and a.state = 'leased'
      order by a.id for no key update of a
    ), ended as (
      update assignments a set state = 'released', closed_at = clock_timestamp()
      from held where a.id = held.id returning a.comparison_id, a.kind
    )
    update comparisons c set leased = c.leased - e.places
    from (select comparison_id, count(*)::smallint as places from ended where takes_place(kind) group by 1) e where c.id = e.comparison_id`.execute(
    db,
  );
  return rows[0]!.n;
}

/**
 * Takes comparisons back into work, as far as nothing else keeps them out; gives how many. Those whose
 * answer is known, or whose texts are not here, are closed for other work as before; of the others those rest that the present question cannot be asked of, as
 * `min` to `max` responses say.
 */
export async function takeBack(
  db: Tx,
  of: {
    readonly projectId: string;
    readonly which: Which;
    readonly fits: { readonly min: number; readonly max: number };
  },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with places as materialized (
      select c.id from comparisons c join batches b on b.id = c.batch_id
      where c.project_id = ${of.projectId} and ${among(of.which)} and c.state = 'withdrawn' and b.withdrawn_at is null
        and not exists (select from withdrawn_comparisons w where w.comparison_id = c.id)
      order by c.id for no key update of c
    ), moved as (
      update comparisons c set state = case when ${isExpected} or not ${isReadable} then 'closed' when cardinality(c.response_ids) between ${of.fits.min}::int and ${of.fits.max}::int then 'open' else 'unfit' end
      from places where c.id = places.id returning c.id
    )
    select count(*) as n from moved`.execute(db);
  return rows[0]!.n;
}

/**
 * What follows from it for what is made of judgments: answers to gold comparisons among them are graded anew, which they are not at
 * all while they are withdrawn, statistics know that they are behind, and the worker learns anew how often people are right.
 */
export async function noteMoved(
  db: Tx,
  of: { readonly projectId: string; readonly which: Which },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select c.id from comparisons c join gold_items g on g.comparison_id = c.id
    where c.project_id = ${of.projectId} and ${among(of.which)}`.execute(db);
  await regradeAll(
    db,
    rows.map(({ id }) => id),
  );
  await sql`insert into resolution_changes (project_id, comparison_id)
    select c.project_id, c.id from comparisons c where c.project_id = ${of.projectId} and ${among(of.which)} and c.judged > 0 limit 1`.execute(
    db,
  );
  await sql`update projects set withdrawals_changed_at = clock_timestamp() where id = ${of.projectId}`.execute(
    db,
  );
}

export interface KeptOut {
  readonly of: 'comparison' | 'batch';
  readonly because: string;
  readonly by: string;
  readonly at: string;
}

/** Why a comparison is out of work, by itself first; undefined where it is not. */
export async function findWithdrawal(db: Executor, comparisonId: string): Promise<KeptOut | undefined> {
  const { rows } = await sql<KeptOut>`
    select x.of, x.because, u.name as by, x.at from (
      select 1 as place, 'comparison' as of, w.because, w.withdrawn_by, w.withdrawn_at as at
      from withdrawn_comparisons w where w.comparison_id = ${comparisonId}
      union all
      select 2, 'batch', b.withdrawn_because, b.withdrawn_by, b.withdrawn_at
      from comparisons c join batches b on b.id = c.batch_id where c.id = ${comparisonId} and b.withdrawn_at is not null
    ) x join users u on u.id = x.withdrawn_by order by x.place limit 1`.execute(db);
  return rows[0];
}
