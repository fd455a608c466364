-- After an attempt at the exam people see what came of it, and begin the next one when they like.

alter table exam_attempts add column seen_at timestamptz;
update exam_attempts set seen_at = finished_at where finished_at is not null;

-- Whether the answers are told afterwards. They are given away then, so it is never so by itself.
update projects set routing = jsonb_set(routing, '{qualification,tellAnswers}', 'false')
where jsonb_typeof(routing -> 'qualification') = 'object';

-- Items of the running attempt at the exam, which begins with the first of them.
create or replace function claim_exam(p_project uuid, p_annotator uuid, p_new_ids uuid[], p_until timestamptz)
returns setof extra_assignment language plpgsql as $$
declare
  v_attempt smallint;
  v_item record;
  v_place int := 0;
  v_extra extra_assignment;
begin
  select x.attempt into v_attempt from exam_attempts x
  where x.project_id = p_project and x.annotator_id = p_annotator and x.finished_at is null;
  if not found then
    -- The next attempt waits until the person has looked at what came of the last one.
    if exists (select from exam_attempts x where x.project_id = p_project and x.annotator_id = p_annotator and not x.passed and x.seen_at is null) then
      return;
    end if;
    insert into exam_attempts (project_id, annotator_id, attempt, items)
    select p_project, p_annotator, coalesce((select max(x.attempt) from exam_attempts x where x.project_id = p_project and x.annotator_id = p_annotator), 0) + 1,
      (select count(*) from gold_items g where g.project_id = p_project and g.exam)
    returning attempt into v_attempt;
  end if;
  for v_item in
    select g.comparison_id, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive, p.question_version, p.guidelines_version,
      m.id as again_id, m.state, coalesce((select max(a.repeat_number) + 1 from assignments a
        where a.comparison_id = g.comparison_id and a.annotator_id = p_annotator), 0) as next_number
    from gold_items g
    join comparisons c on c.id = g.comparison_id
    join projects p on p.id = p_project
    left join assignments m on m.comparison_id = g.comparison_id and m.annotator_id = p_annotator and m.exam_attempt = v_attempt
    where g.project_id = p_project and g.exam and coalesce(m.state, 'released') in ('expired', 'released')
    order by random() limit cardinality(p_new_ids)
  loop
    v_place := v_place + 1;
    v_extra := row(coalesce(v_item.again_id, p_new_ids[v_place]), v_item.prompt_id, v_item.response_ids,
      presented_order(cardinality(v_item.response_ids), floor(random() * 64)::int, 0), v_item.judge_turn, v_item.sensitive);
    if v_item.again_id is null then
      insert into assignments (id, project_id, comparison_id, annotator_id, kind, repeat_number, exam_attempt, presented_order, state,
        question_version, guidelines_version, lease_expires_at)
      values (v_extra.id, p_project, v_item.comparison_id, p_annotator, 'practice', v_item.next_number, v_attempt, v_extra.presented_order,
        'leased', v_item.question_version, v_item.guidelines_version, p_until);
    else
      update assignments set state = 'leased', lease_expires_at = p_until, closed_at = null where id = v_item.again_id
      returning presented_order into v_extra.presented_order;
    end if;
    return next v_extra;
  end loop;
end $$;
