import { sql } from 'kysely';

/**
 * Whether judgment `j`, the one of its assignment `a` that stands, is paid: work that somebody did here, ordinary, gold or
 * repeat, that is no surplus. Whoever is excluded did it all the same. The one rule, of what people see and of what leads see.
 */
export const isPaid = sql<boolean>`(a.state = 'submitted' and a.kind in ('normal', 'gold', 'repeat') and j.source = 'annotator'
  and j.outcome <> 'retracted' and not j.surplus)`;

/**
 * The number of the rate that assignment `a` is paid by: the one in force when it was first given. The first one of a project
 * holds from the beginning, also of what was given before anything was said of pay.
 */
export const rateOf = sql<number>`coalesce((select max(pr.number) from pay_rates pr
  where pr.project_id = a.project_id and pr.valid_from <= a.created_at), 1::smallint)`;

/** Paid judgments `j` with their assignments `a` and projects `p`: each with its rate, and whether it is disputed or pending. */
export const paidJudgments = sql`
  select j.project_id, j.annotator_id, ${rateOf} as rate, coalesce(a.closed_at, j.created_at) as at,
    exists (select from feedback f where f.judgment_id = j.id and f.disputed and f.settled_at is null) as disputed,
    p.edit_hours is not null and judgment_lock(j.project_id, j.created_at) is null as pending
  from judgments j
  join assignments a on a.id = j.assignment_id and a.judgment_id = j.id
  join projects p on p.id = j.project_id
  where ${isPaid}`;
