import { type RawBuilder, sql } from 'kysely';
import { judgmentsWithReason } from '../datasets/resolution.sql.ts';
import { timeRange, type VoteFilter } from './vote-filter.ts';

/**
 * The judgments j that count and pass the options and the filter over j, as `x`, with `prompt_id`, in the order they were
 * given: what `voteFilter` is to votes on pairs. `more`: see `judgmentsWithReason`.
 */
export function passing(
  projectId: string,
  options: VoteFilter,
  { filter, more = sql`` }: { readonly filter: RawBuilder<unknown>; readonly more?: RawBuilder<unknown> },
): RawBuilder<unknown> {
  return sql`(
    select x.*, c.prompt_id
    from (${judgmentsWithReason(projectId, filter, more)}) x
    join comparisons c on c.id = x.comparison_id
    join prompts p on p.id = c.prompt_id
    where x.reason is null and ${ofPrompts(options, 'x.created_at')}
    order by x.created_at, x.id
  )`;
}

/** Whether prompt p, comparison c, and the moment in this column, pass the options. */
export function ofPrompts(
  { language, category, round, batchId, ...days }: VoteFilter,
  moment: string,
): RawBuilder<boolean> {
  const { from, until } = timeRange(days);
  const at = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${sql.ref(column)} = ${value}`;
  return sql`(${equal('p.language', language)} and ${equal('p.category', category)} and ${equal('c.batch_id', batchId)}
    and ${round === undefined ? sql`true` : sql`exists (select from batches b where b.id = c.batch_id and b.round = ${round})`}
    and ${sql.ref(moment)} >= coalesce(${at(from)}::timestamptz, '-infinity') and ${sql.ref(moment)} < coalesce(${at(until)}::timestamptz, 'infinity'))`;
}
