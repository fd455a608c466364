-- Comparisons with free places that nobody who works here may take: everybody has had them, or lacks the language or skill, is not
-- whom they are for, wrote an answer, opted out, or is stopped for good (paused, excluded, cap of the project used up, exam or
-- practice failed). Of the first p_looked with free places in routing order. Who works here: annotators, and who has been given
-- something. Limits that pass by themselves (hour, day, time between comparisons of a prompt) keep nobody.
create function stuck_comparisons(p_project uuid, p_looked int) returns table (comparison_id uuid) language sql stable as $$
  with people as materialized (
    select m.user_id, s.tokens, s.barred, s.languages, s.lacking, coalesce(k.has_written, false) as has_written,
      coalesce((select o.opt_out from annotator_settings o where o.user_id = m.user_id), '{}') as opt_out
    from project_members m
    join projects p on p.id = m.project_id
    left join annotator_cursors k on k.project_id = m.project_id and k.annotator_id = m.user_id
    cross join lateral routing_standing(p.id, m.user_id, p.routing, k) s
    where m.project_id = p_project and (m.role = 'annotator' or k.given > 0)
      and exists (select from users u where u.id = m.user_id and u.disabled_at is null)
      and coalesce(s.stopped_by, '') not in ('paused', 'practice_failed', 'not_qualified', 'quota_project')
      and not exists (select from exclusions e where e.annotator_id = m.user_id and e.project_id = m.project_id
        and e.state in ('applying', 'applied') and e.scope <> 'batch')
  )
  select c.id from (
    select c.id, c.prompt_id, c.response_ids, c.batch_id, c.only_for, c.sensitive from comparisons c
    where c.project_id = p_project and c.routable order by c.route limit p_looked
  ) c
  join prompts t on t.id = c.prompt_id
  where not exists (
    select from people x
    where not c.sensitive && x.opt_out and (c.only_for is null or c.only_for && x.tokens) and c.batch_id <> all (x.barred)
      and (x.languages is null or t.language is null or lower(substring(t.language from '^[A-Za-z]+')) = any (x.languages))
      and not coalesce(t.category = any (x.lacking), false)
      and not (x.has_written and exists (select from responses r where r.id = any (c.response_ids) and r.author_id = x.user_id))
      and coalesce((select a.state from assignments a
        where a.comparison_id = c.id and a.annotator_id = x.user_id and a.repeat_number = 0), 'released') in ('expired', 'released')
  )
$$;

-- When somebody last came into a team of the project or left one: leaderboards of a team, and the teams to choose from, are then behind.
alter table projects add column teams_changed_at timestamptz;

create function note_team_change() returns trigger language plpgsql as $$
begin
  update projects set teams_changed_at = clock_timestamp() where id = coalesce(new.project_id, old.project_id);
  return null;
end $$;
create trigger project_members_in_team after insert on project_members for each row
when (cardinality(new.teams) > 0) execute function note_team_change();
create trigger project_members_team after update of teams on project_members for each row
when (new.teams is distinct from old.teams) execute function note_team_change();
create trigger project_members_out_of_team after delete on project_members for each row
when (cardinality(old.teams) > 0) execute function note_team_change();
