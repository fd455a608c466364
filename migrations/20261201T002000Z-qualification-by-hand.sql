-- Who runs a project decides about the exam and practice of one person by hand: new attempts, qualified without the exam, not any
-- more, practice again. All of it is an event, and can be taken back.

-- Attempts that began before this do not count any more.
alter table annotator_cursors add column attempts_since timestamptz;

alter table routing_events drop constraint routing_events_action_check;
alter table routing_events add constraint routing_events_action_check
  check (action in ('notify', 'practice', 'pause', 'review', 'renew', 'qualify', 'withdraw')) not valid;
-- Until when the person was qualified before, and since, by this event.
alter table routing_events add column qualified_was timestamptz, add column qualified_became timestamptz;

-- Attempts at the exam that are over and count: those that began since what an earlier one gave has ended, and since a lead gave new ones.
create function exam_attempts_used(p_project uuid, p_annotator uuid) returns int language sql stable as $$
  select count(*)::int from exam_attempts x
  left join annotator_cursors k on k.project_id = x.project_id and k.annotator_id = x.annotator_id
  where x.project_id = p_project and x.annotator_id = p_annotator and x.finished_at is not null
    and x.started_at > greatest(coalesce(k.qualified_until, '-infinity'), coalesce(k.attempts_since, '-infinity'))
$$;

-- What the pass mark says of one person: asked: it is in force here; passed_until: until when what they passed holds, null when
-- they have not, or it ended; used: attempts they failed since. Who was sent to practice passes anew, with all
-- attempts; so does whom a lead gave new ones.
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
    and x.started_at > greatest(coalesce(v_passed, '-infinity'), coalesce(p_since, '-infinity'),
      coalesce((select k.attempts_since from annotator_cursors k where k.project_id = p_project and k.annotator_id = p_annotator), '-infinity')));
  if v_passed > coalesce(p_since, '-infinity') then
    passed_until := case when v_days is null then 'infinity' else v_passed + make_interval(days => v_days) end;
    if passed_until <= clock_timestamp() then passed_until := null; end if;
  end if;
end $$;

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
  elsif p_me.practice_since is not null or jsonb_typeof(p_routing -> 'practice') = 'object' then
    v_is.stopped_by := practice_stop(p_project, p_annotator, p_routing, p_me.practice_since);
  end if;
  if v_is.stopped_by is null and p_routing -> 'qualification' <> 'null' and coalesce(p_me.qualified_until, '-infinity') <= v_now
      and exists (select from exam_items(p_project, p_annotator)) then
    v_is.exam := true;
    if exam_attempts_used(p_project, p_annotator) >= (p_routing #>> '{qualification,attempts}')::int then
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
