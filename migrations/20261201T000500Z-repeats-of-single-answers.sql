-- Single answers come again as pairs and rankings do: they have no sides to swap, and who judges them is asked for consistency too.

-- One of my own earlier comparisons, at least p_after others ago, with its sides the other way round where it has any;
-- each comes back once.
create or replace function claim_repeat(p_project uuid, p_annotator uuid, p_new_id uuid, p_until timestamptz, p_after int)
returns setof extra_assignment language plpgsql as $$
declare
  v_then record;
begin
  select a.comparison_id, a.presented_order, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive, p.question_version, p.guidelines_version
  into v_then
  from (
    select m.comparison_id, m.presented_order, m.question_version from assignments m
    where m.annotator_id = p_annotator and m.project_id = p_project and m.kind = 'normal' and m.state = 'submitted'
    order by m.closed_at desc offset p_after limit 500
  ) a
  join comparisons c on c.id = a.comparison_id and c.state = 'open' and not c.sensitive && opted_out(p_annotator)
  join projects p on p.id = p_project
  where not exists (select from assignments r where r.comparison_id = a.comparison_id and r.annotator_id = p_annotator and r.repeat_number > 0)
    and a.question_version = p.question_version
  order by random() limit 1;
  if not found then return; end if;
  insert into assignments (id, project_id, comparison_id, annotator_id, kind, repeat_number, presented_order, state, question_version,
    guidelines_version, lease_expires_at)
  values (p_new_id, p_project, v_then.comparison_id, p_annotator, 'repeat', 1,
    array(select o from unnest(v_then.presented_order) with ordinality as u (o, n) order by n desc)::smallint[], 'leased',
    v_then.question_version, v_then.guidelines_version, p_until);
  return query select p_new_id, v_then.prompt_id, v_then.response_ids,
    array(select o from unnest(v_then.presented_order) with ordinality as u (o, n) order by n desc)::smallint[], v_then.judge_turn, v_then.sensitive;
end $$;
