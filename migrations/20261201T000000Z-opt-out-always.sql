-- What somebody has opted out of comes to them in no form: not as a repeat of an own judgment, not in an exam, not in practice.

-- Kinds of content this person has asked not to see.
create function opted_out(p_annotator uuid) returns text[] language sql stable as $$
  select coalesce((select s.opt_out from annotator_settings s where s.user_id = p_annotator), '{}')
$$;

-- Nobody is examined on answers they wrote or edited, nor on content they opted out of: those items are left out for them, of the
-- attempt and of its pass mark. Who is left none is asked for no exam, as where there is none.
create or replace function exam_items(p_project uuid, p_annotator uuid) returns table (comparison_id uuid) language sql stable as $$
  select g.comparison_id from gold_items g join comparisons c on c.id = g.comparison_id
  where g.project_id = p_project and g.exam and not c.sensitive && opted_out(p_annotator)
    and not exists (select from responses r where r.id = any (c.response_ids) and r.author_id = p_annotator)
$$;

-- Closes an attempt in which every item has an answer, and says whether this person may work now. A skipped item is not right,
-- unless it is none for this person any more; nor does one count that is no part of the exam any more.
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
  from assignments a join gold_items g on g.comparison_id = a.comparison_id and g.exam
  left join gold_results r on r.judgment_id = a.judgment_id
  where a.annotator_id = p_annotator and a.project_id = p_project and a.exam_attempt = v_attempt
    and (a.state = 'submitted' or a.comparison_id in (select e.comparison_id from exam_items(p_project, p_annotator) e));
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

-- One of my own earlier comparisons, at least p_after others ago, with its sides the other way round; each comes back once.
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
    and cardinality(a.presented_order) > 1 and a.question_version = p.question_version
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

drop function practice_items(uuid);
-- The examples of the round of one person, the oldest 50; `findExamples` shows the same.
create function practice_items(p_project uuid, p_annotator uuid default null) returns setof uuid language sql stable as $$
  select e.id from practice_examples e join comparisons c on c.id = e.comparison_id
  where e.project_id = p_project and not c.sensitive && opted_out(p_annotator) order by e.id limit 50
$$;

-- What the pass mark says of one person: asked: it is in force here; passed_until: until when what they passed holds, null when
-- they have not, or it ended; used: attempts they failed since. Who was sent to practice passes anew, with all attempts.
create or replace function practice_standing(p_project uuid, p_annotator uuid, p_routing jsonb, p_since timestamptz,
  out asked boolean, out passed_until timestamptz, out used int)
language plpgsql stable as $$
declare
  v_days int := (p_routing #>> '{practice,validDays}')::int;
  v_passed timestamptz;
begin
  used := 0;
  asked := coalesce(jsonb_typeof(p_routing -> 'practice') = 'object', false) and exists (select from practice_items(p_project, p_annotator));
  if not asked then return; end if;
  v_passed := (select max(x.finished_at) from practice_attempts x
    where x.project_id = p_project and x.annotator_id = p_annotator and x.passed);
  used := (select count(*) from practice_attempts x where x.project_id = p_project and x.annotator_id = p_annotator and not x.passed
    and x.started_at > greatest(coalesce(v_passed, '-infinity'), coalesce(p_since, '-infinity')));
  if v_passed > coalesce(p_since, '-infinity') then
    passed_until := case when v_days is null then 'infinity' else v_passed + make_interval(days => v_days) end;
    if passed_until <= clock_timestamp() then passed_until := null; end if;
  end if;
end $$;

-- What practice keeps this person from working by: sent back by a rule, never passed (or not any more), no attempt left; or null.
create or replace function practice_stop(p_project uuid, p_annotator uuid, p_routing jsonb, p_since timestamptz) returns text
language plpgsql stable as $$
declare
  v_is record;
begin
  v_is := practice_standing(p_project, p_annotator, p_routing, p_since);
  if not v_is.asked then
    return case when p_since is not null and exists (select from practice_items(p_project, p_annotator) e (id)
        left join practice_answers w on w.example_id = e.id and w.annotator_id = p_annotator and w.answered_at > p_since
        where w.example_id is null) then 'practice' end;
  end if;
  return case when v_is.passed_until is not null then null
    when v_is.used >= (p_routing #>> '{practice,attempts}')::int then 'practice_failed'
    when p_since is not null then 'practice' else 'practice_due' end;
end $$;
