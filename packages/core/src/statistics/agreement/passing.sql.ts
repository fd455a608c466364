import { type RawBuilder, sql } from 'kysely';
import type { AgreementOptions } from '@pairwright/contract/statistics/agreement';
import { judgmentsWithReason } from '../../datasets/resolution.sql.ts';
import { timeRange } from '../vote-filter.ts';

/**
 * The judgments j that count and pass the options and this filter over j, as `x`, with `prompt_id`, in the order they were
 * given: what `voteFilter` is to votes on pairs.
 */
export function passing(
  projectId: string,
  { language, category, ...days }: AgreementOptions,
  filter: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { from, until } = timeRange(days);
  const at = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);
  const equal = (column: string, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${sql.ref(column)} = ${value}`;
  return sql`(
    select x.*, c.prompt_id
    from (${judgmentsWithReason(projectId, filter)}) x
    join comparisons c on c.id = x.comparison_id
    join prompts p on p.id = c.prompt_id
    where x.reason is null and ${equal('p.language', language)} and ${equal('p.category', category)}
      and x.created_at >= coalesce(${at(from)}::timestamptz, '-infinity') and x.created_at < coalesce(${at(until)}::timestamptz, 'infinity')
    order by x.created_at, x.id
  )`;
}
