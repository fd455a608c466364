import { type RawBuilder, sql } from 'kysely';
import type { Recipe } from '@pairwright/contract/datasets';
import { rankedPair } from './units.sql.ts';

/** The decisions of reviewers that hold. A recipe that leaves rankings out knows none that rank. */
export function adjudicatedExpression(projectId: string, { rankings }: Recipe): RawBuilder<unknown> {
  return sql`
    adjudicated as materialized (
      select comparison_id, outcome, strength, ranks, details from review_decisions
      where project_id = ${projectId} and withdrawn_at is null and ${rankings === 'leave_out' ? sql`ranks is null` : sql`true`}
    ),`;
}

/** `led` with what a decision says of the unit, as `decidedFor` of domain has it, and how strong it is. */
export const ledWithDecisions = sql.raw(`(
      select led.*, abs(d.strength) as decided_strength, case
        when d.outcome = 'ranking' then nullif(${rankedPair('d.ranks[led.i + 1]', 'd.ranks[led.j + 1]')}, 'unknown')
        when d.outcome = 'cannot_judge' then 'cannot_judge'
        when led.n <> 2 then null
        when d.outcome = 'preference' then case when d.strength < 0 then 'first' else 'second' end
        when d.outcome in ('tie', 'both_bad') then d.outcome
      end as said
      from led left join adjudicated d on d.comparison_id = led.id
    ) said`);
