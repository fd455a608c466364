/**
 * Judgments of a person in the project of link `l` that stand and were given while that link was the one they had entered by
 * last, as text of SQL. Answers of an exam are no work.
 */
export function doneText(user: string): string {
  return `(select count(*)::int from assignments a
    where a.annotator_id = ${user} and a.project_id = l.project_id and a.state = 'submitted'
      and a.kind in ('normal', 'gold', 'repeat') and l.id = (select x.link_id from crowd_entries x
        where x.user_id = a.annotator_id and x.entered_at <= a.closed_at order by x.entered_at desc limit 1))`;
}

/**
 * How many of so many pairs may be given to a person in a project: as many as the link still wants by which they came last, unless it
 * lets them go on, and all to whoever came by none. As text of SQL.
 */
export function claimableText(of: { project: string; user: string; count: string }): string {
  return `coalesce((
    select case when l.may_go_on then ${of.count}::int else least(${of.count}::int, greatest(l.wanted - ${doneText(of.user)}, 0)) end
    from (select e.link_id from crowd_entries e where e.user_id = ${of.user} order by e.entered_at desc limit 1) e
    join crowd_links l on l.id = e.link_id and l.project_id = ${of.project}), ${of.count}::int)`;
}
