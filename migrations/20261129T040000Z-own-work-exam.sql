-- Nobody is examined on answers they wrote or edited: those items are left out for them, of the attempt and of its pass mark.
-- Who wrote in all of them is asked for no exam, as where there is none.
create function exam_items(p_project uuid, p_annotator uuid) returns table (comparison_id uuid) language sql stable as $$
  select g.comparison_id from gold_items g join comparisons c on c.id = g.comparison_id
  where g.project_id = p_project and g.exam
    and not exists (select from responses r where r.id = any (c.response_ids) and r.author_id = p_annotator)
$$;

-- What the policy says of one person now.
create or replace function routing_standing(p_project uuid, p_annotator uuid, p_routing jsonb, p_me annotator_cursors)
returns routing_standing language plpgsql stable as $$
declare
  v_is routing_standing;
  v_member record;
  v_caps jsonb := p_routing -> 'caps';
  v_cap record;
  v_used record;
  v_now timestamptz := clock_timestamp();
begin
  v_is.exam := false;
  select m.languages, m.skills, m.teams into v_member from project_members m where m.project_id = p_project and m.user_id = p_annotator;
  v_is.tokens := array['member:' || p_annotator] || coalesce((select array_agg('team:' || t) from unnest(v_member.teams) t), '{}');
  v_is.barred := coalesce((select array_agg(b.id) from batches b where b.project_id = p_project
    and (not b.skills <@ coalesce(v_member.skills, '{}') or (b.only_for is not null and not b.only_for && v_is.tokens))), '{}');
  if (p_routing ->> 'languageMatch')::boolean then
    v_is.languages := coalesce((select array_agg(lower(substring(l from '^[A-Za-z]+'))) from unnest(v_member.languages) l), '{}');
  end if;
  v_is.lacking := coalesce((select array_agg(e.key) from jsonb_each(p_routing -> 'categorySkills') e
    where not array(select jsonb_array_elements_text(e.value)) <@ coalesce(v_member.skills, '{}')), '{}');
  v_is.cooldown_hours := nullif((p_routing #>> '{cooldown,hours}')::int, 0);
  v_is.checks := v_is.languages is not null or cardinality(v_is.lacking) > 0 or v_is.cooldown_hours is not null or p_me.has_written;
  v_is.recent := coalesce((select array_agg(distinct c.prompt_id) from (
      select a.comparison_id from assignments a where a.annotator_id = p_annotator and a.project_id = p_project
      order by a.id desc limit coalesce((p_routing #>> '{cooldown,comparisons}')::int, 0)
    ) a join comparisons c on c.id = a.comparison_id), '{}');

  if p_me.paused_at is not null then
    v_is.stopped_by := 'paused';
  elsif p_me.practice_since is not null and exists (select from practice_examples e left join practice_answers w
      on w.example_id = e.id and w.annotator_id = p_annotator and w.answered_at > p_me.practice_since
      where e.project_id = p_project and w.example_id is null) then
    v_is.stopped_by := 'practice';
  elsif p_routing -> 'qualification' <> 'null' and coalesce(p_me.qualified_until, '-infinity') <= v_now
      and exists (select from exam_items(p_project, p_annotator)) then
    v_is.exam := true;
    if (select count(*) from exam_attempts x where x.project_id = p_project and x.annotator_id = p_annotator and x.finished_at is not null
        and x.started_at > coalesce(p_me.qualified_until, '-infinity')) >= (p_routing #>> '{qualification,attempts}')::int then
      v_is.stopped_by := 'not_qualified';
    end if;
  end if;
  if v_is.stopped_by is not null then v_is.allowance := 0; return v_is; end if;

  if v_caps ->> 'perHour' is not null or v_caps ->> 'perDay' is not null or v_caps ->> 'perProject' is not null then
    -- Rolling windows over what is closed, and what is held.
    select count(*) filter (where a.state = 'leased') as held,
      count(*) filter (where a.state = 'submitted') as project,
      count(*) filter (where a.state = 'submitted' and a.closed_at > v_now - interval '1 hour') as hour,
      count(*) filter (where a.state = 'submitted' and a.closed_at > v_now - interval '1 day') as day
    into v_used from assignments a
    where a.annotator_id = p_annotator and a.project_id = p_project and a.kind not in ('imported', 'review');
    for v_cap in
      select * from (values ('quota_project', (v_caps ->> 'perProject')::int, v_used.project, null::interval),
        ('quota_day', (v_caps ->> 'perDay')::int, v_used.day, interval '1 day'),
        ('quota_hour', (v_caps ->> 'perHour')::int, v_used.hour, interval '1 hour')) as t (name, most, used, window_is)
      where most is not null
    loop
      v_is.allowance := least(v_is.allowance, greatest(0, v_cap.most - v_cap.used - v_used.held)::int);
      if v_cap.used + v_used.held >= v_cap.most and v_is.stopped_by is null then
        v_is.stopped_by := v_cap.name;
        -- When so many have left the window that there is room for one.
        if v_cap.used > 0 then
          v_is.back_at := (select a.closed_at + v_cap.window_is from assignments a
            where a.annotator_id = p_annotator and a.project_id = p_project and a.kind not in ('imported', 'review')
              and a.state = 'submitted' and a.closed_at > v_now - v_cap.window_is
            order by a.closed_at desc offset greatest(0, v_cap.most - v_used.held - 1) limit 1);
        end if;
      end if;
    end loop;
  end if;
  return v_is;
end $$;

-- Closes an attempt in which every item has an answer, and says whether this person may work now. A skipped item is not right.
create or replace function finish_exam(p_project uuid, p_annotator uuid, p_routing jsonb) returns boolean language plpgsql as $$
declare
  v_attempt smallint;
  v_items int;
  v_correct int;
  v_passed boolean;
begin
  select x.attempt into v_attempt from exam_attempts x
  where x.project_id = p_project and x.annotator_id = p_annotator and x.finished_at is null;
  if not found or exists (
    select from exam_items(p_project, p_annotator) g
    left join assignments a on a.comparison_id = g.comparison_id and a.annotator_id = p_annotator and a.exam_attempt = v_attempt
    where coalesce(a.state, 'leased') not in ('submitted', 'skipped')
  ) then return false; end if;
  select count(*), count(*) filter (where r.matched) into v_items, v_correct
  from assignments a left join gold_results r on r.judgment_id = a.judgment_id
  where a.annotator_id = p_annotator and a.project_id = p_project and a.exam_attempt = v_attempt;
  v_passed := v_correct * 100 >= (p_routing #>> '{qualification,passPercent}')::int * v_items;
  update exam_attempts set finished_at = clock_timestamp(), items = v_items, correct = v_correct, passed = v_passed
  where project_id = p_project and annotator_id = p_annotator and attempt = v_attempt;
  if v_passed then
    update annotator_cursors set qualified_until =
      coalesce(clock_timestamp() + make_interval(days => (p_routing #>> '{qualification,validDays}')::int), 'infinity')
    where project_id = p_project and annotator_id = p_annotator;
  end if;
  return v_passed;
end $$;

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
      (select count(*) from exam_items(p_project, p_annotator))
    returning attempt into v_attempt;
  end if;
  for v_item in
    select g.comparison_id, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive, p.question_version, p.guidelines_version,
      m.id as again_id, m.state, coalesce((select max(a.repeat_number) + 1 from assignments a
        where a.comparison_id = g.comparison_id and a.annotator_id = p_annotator), 0) as next_number
    from exam_items(p_project, p_annotator) g
    join comparisons c on c.id = g.comparison_id
    join projects p on p.id = p_project
    left join assignments m on m.comparison_id = g.comparison_id and m.annotator_id = p_annotator and m.exam_attempt = v_attempt
    where coalesce(m.state, 'released') in ('expired', 'released')
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
