-- Labels of responses judged alone: thumbs have one in per_response, steps one each in steps.

-- [{start, end, answers, right, wrong, neutral, value, low, high, mostly, decided}] in the order of the response.
alter table resolutions add column steps jsonb;
do $$
declare
  v_name text;
begin
  -- Labels of responses were those of other questions than the main one.
  select conname into strict v_name from pg_constraint
  where conrelid = 'resolutions'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%per_response IS NULL%';
  execute format('alter table resolutions drop constraint %I', v_name);
end $$;

-- Those that were judged before there were such labels.
insert into resolution_changes (project_id, comparison_id)
select r.project_id, r.comparison_id from resolutions r join comparisons c on c.id = r.comparison_id
where r.question = 'main' and cardinality(c.response_ids) = 1;

-- What a label says is told too: which response is better, the thumb, the steps.
create or replace function tell_resolutions() returns trigger language plpgsql as $$
declare
  v_label record;
  v_data jsonb;
begin
  if not exists (select from webhooks w
    where w.deleted_at is null and w.events && array['resolution.changed', 'resolution.contested']) then return null; end if;
  for v_label in execute case tg_op
    when 'INSERT' then 'select n.*, null::text as result_before from new_labels n order by n.comparison_id, n.question'
    else 'select n.*, o.result as result_before from new_labels n
      join old_labels o on o.comparison_id = n.comparison_id and o.question = n.question and n.version > o.version
      order by n.comparison_id, n.question' end
  loop
    v_data := jsonb_build_object('comparisonId', v_label.comparison_id, 'question', v_label.question, 'version', v_label.version,
      'result', v_label.result, 'method', v_label.method, 'reason', v_label.reason, 'winner', v_label.winner, 'votesUsed', v_label.votes_used,
      'good', case when v_label.question = 'main' then coalesce(
        to_jsonb((v_label.per_response -> 0 ->> 'decided')::numeric = 1), v_label.per_response -> 0 -> 'mostly') end,
      'steps', (
        select jsonb_agg(coalesce(s.step ->> 'decided', s.step ->> 'mostly') order by s.place)
        from jsonb_array_elements(v_label.steps) with ordinality as s (step, place)));
    perform emit_event('resolution.changed', v_label.project_id, v_data);
    if v_label.result = 'contested' and v_label.result_before is distinct from 'contested' then
      perform emit_event('resolution.contested', v_label.project_id, v_data);
    end if;
  end loop;
  return null;
end $$;
