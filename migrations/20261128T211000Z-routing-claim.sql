-- The claim under a policy. Order of locks as before: the annotator's cursor, then comparisons, then assignments.

-- Kinds of assignments that take a place of their comparison and count for its target.
create function takes_place(p_kind text) returns boolean language sql immutable parallel safe as $$
  select p_kind in ('normal', 'imported')
$$;

create or replace function expire_leases(p_project uuid, p_limit int) returns int
language sql as $$
  with due as (
    select a.id, a.comparison_id from assignments a join comparisons c on c.id = a.comparison_id
    where a.state = 'leased' and a.lease_expires_at <= now() and (p_project is null or a.project_id = p_project)
    order by a.lease_expires_at limit p_limit
    for no key update of c, a skip locked
  ), ended as (
    update assignments a set state = 'expired', closed_at = clock_timestamp()
    from due where a.id = due.id and a.state = 'leased' and a.lease_expires_at <= now() returning a.comparison_id, a.kind
  ), freed as (
    update comparisons c set leased = c.leased - e.places
    from (select comparison_id, count(*)::smallint as places from ended where takes_place(kind) group by 1) e where c.id = e.comparison_id
  )
  select count(*)::int from ended
$$;

create type routing_standing as (
  -- How many new assignments this person may have now; null: any number.
  allowance int,
  -- Which rule stops them, and when it will not any more.
  stopped_by text,
  back_at timestamptz,
  -- Until the exam is passed there is no other work.
  exam boolean,
  -- Batches that are not for them, and prompts they had a short while ago.
  barred uuid[],
  recent uuid[],
  tokens text[],
  -- Their languages where these must match, and categories of prompts they lack a skill for.
  languages text[],
  lacking text[],
  cooldown_hours int,
  -- Whether single comparisons must be looked at.
  checks boolean
);

-- What the policy says of one person now.
create function routing_standing(p_project uuid, p_annotator uuid, p_routing jsonb, p_me annotator_cursors)
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
      and exists (select from gold_items g where g.project_id = p_project and g.exam) then
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

-- Whether one comparison fits a person, as far as its texts decide.
create function routing_fits(p_comparison uuid, p_prompt uuid, p_responses uuid[], p_annotator uuid, p_written boolean, p_is routing_standing)
returns boolean language plpgsql stable as $$
declare
  v_prompt record;
begin
  if p_is.languages is not null or cardinality(p_is.lacking) > 0 then
    select p.language, p.category into v_prompt from prompts p where p.id = p_prompt;
    -- A text without a language is for everybody; of a language only its first part counts: zh-CN is zh.
    if p_is.languages is not null and v_prompt.language is not null and lower(substring(v_prompt.language from '^[A-Za-z]+')) <> all (p_is.languages) then return false; end if;
    if v_prompt.category = any (p_is.lacking) then return false; end if;
  end if;
  if p_is.cooldown_hours is not null and exists (
    select from comparisons o join assignments m on m.comparison_id = o.id and m.annotator_id = p_annotator
    where o.prompt_id = p_prompt and o.id <> p_comparison
      and (m.state = 'leased' or (m.state in ('submitted', 'skipped') and m.closed_at > clock_timestamp() - make_interval(hours => p_is.cooldown_hours)))
  ) then return false; end if;
  return not (p_written and exists (select from responses r where r.id = any (p_responses) and r.author_id = p_annotator));
end $$;

create type extra_assignment as (
  id uuid, prompt_id uuid, response_ids uuid[], presented_order smallint[], judge_turn smallint, sensitive text[]
);

-- A gold comparison this person has not had, the least shown first; of those alike, any.
create function claim_gold(p_project uuid, p_annotator uuid, p_new_id uuid, p_until timestamptz, p_routing jsonb, p_written boolean,
  p_opt_out text[], p_is routing_standing)
returns setof extra_assignment language plpgsql as $$
declare
  v_item record;
  v_is_new boolean;
  v_extra extra_assignment;
begin
  select g.comparison_id, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive, p.question_version, p.guidelines_version into v_item
  from gold_items g
  join comparisons c on c.id = g.comparison_id
  join projects p on p.id = p_project
  join questions q on q.project_id = p_project and q.version = p.question_version
  where g.project_id = p_project and not g.exam and g.kind = q.form #>> '{main,kind}'
    and g.exposures < (p_routing #>> '{gold,exposures}')::int
    and coalesce((select m.state from assignments m where m.comparison_id = g.comparison_id and m.annotator_id = p_annotator
      and m.repeat_number = 0), 'released') in ('expired', 'released')
    and not c.sensitive && p_opt_out and c.batch_id <> all (p_is.barred) and (c.only_for is null or c.only_for && p_is.tokens)
    and routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, p_written, p_is)
  order by g.exposures, random() limit 1
  for no key update of g skip locked;
  if not found then return; end if;
  insert into assignments as a (id, project_id, comparison_id, annotator_id, kind, presented_order, state, question_version,
    guidelines_version, lease_expires_at)
  values (p_new_id, p_project, v_item.comparison_id, p_annotator, 'gold',
    presented_order(cardinality(v_item.response_ids), floor(random() * 64)::int, 0), 'leased', v_item.question_version,
    v_item.guidelines_version, p_until)
  on conflict (comparison_id, annotator_id, repeat_number) do update
    set state = 'leased', kind = 'gold', lease_expires_at = excluded.lease_expires_at, closed_at = null,
      question_version = excluded.question_version, guidelines_version = excluded.guidelines_version
    where a.state in ('expired', 'released')
  returning a.id, v_item.prompt_id, v_item.response_ids, a.presented_order, v_item.judge_turn, v_item.sensitive, a.id = p_new_id
  into v_extra.id, v_extra.prompt_id, v_extra.response_ids, v_extra.presented_order, v_extra.judge_turn, v_extra.sensitive, v_is_new;
  if v_extra.id is null then return; end if;
  if v_is_new then update gold_items set exposures = exposures + 1 where comparison_id = v_item.comparison_id; end if;
  return next v_extra;
end $$;

-- One of my own earlier comparisons, at least p_after others ago, with its sides the other way round; each comes back once.
create function claim_repeat(p_project uuid, p_annotator uuid, p_new_id uuid, p_until timestamptz, p_after int)
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
  join comparisons c on c.id = a.comparison_id and c.state = 'open'
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

-- Closes an attempt in which every item has an answer, and says whether this person may work now. A skipped item is not right.
create function finish_exam(p_project uuid, p_annotator uuid, p_routing jsonb) returns boolean language plpgsql as $$
declare
  v_attempt smallint;
  v_items int;
  v_correct int;
  v_passed boolean;
begin
  select x.attempt into v_attempt from exam_attempts x
  where x.project_id = p_project and x.annotator_id = p_annotator and x.finished_at is null;
  if not found or exists (
    select from gold_items g
    left join assignments a on a.comparison_id = g.comparison_id and a.annotator_id = p_annotator and a.exam_attempt = v_attempt
    where g.project_id = p_project and g.exam and coalesce(a.state, 'leased') not in ('submitted', 'skipped')
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
create function claim_exam(p_project uuid, p_annotator uuid, p_new_ids uuid[], p_until timestamptz)
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

drop function claim_assignments(uuid, uuid, int, uuid[]);
-- Up to p_count assignments for one annotator: live leases first, then new ones in routing order, among them what the
-- policy adds. p_new_ids are the ids of the new ones. Gives nothing in a project that is not active. `place` is the order
-- to show them in.
create function claim_assignments(p_project uuid, p_annotator uuid, p_count int, p_new_ids uuid[])
returns table (
  assignment_id uuid, prompt_id uuid, response_ids uuid[], presented_order smallint[],
  lease_expires_at timestamptz, question_version int, judge_turn smallint, sensitive text[], place int
)
language plpgsql rows 5
-- One plan per connection, and always the walk along the index of open comparisons: planning anew for each claim would
-- take longer than the claim, and a plan that sorts would look at the whole pool.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  v_project record;
  v_me annotator_cursors;
  v_last bigint;
  v_from bigint;
  v_to bigint;
  v_now timestamptz;
  v_lease timestamptz;
  v_missing int := p_count;
  v_mine uuid;
  v_taken record;
  v_extra extra_assignment;
  -- Kinds of content this person has asked not to see.
  v_opt_out text[];
  -- Without a policy, and for who has written nothing, the search is all there is.
  v_plain boolean;
  v_is routing_standing;
  v_ids uuid[] := p_new_ids;
  v_used int;
  v_given int := 0;
  v_gold_given int;
  v_extra_slots int[] := '{}';
  v_gold_slots int[] := '{}';
  v_batch int;
  v_slot int;
  v_id uuid;
begin
  select p.state, p.lease_minutes, p.question_version, p.guidelines_version, p.routing into v_project from projects p where p.id = p_project;
  if v_project.state is distinct from 'active' then return; end if;

  -- The row lock lets one claim of a person run at a time: two of them cannot take the same comparison.
  select k.* into v_me from annotator_cursors k where k.project_id = p_project and k.annotator_id = p_annotator for no key update;
  if not found then
    insert into annotator_cursors (project_id, annotator_id) values (p_project, p_annotator) on conflict do nothing;
    select k.* into v_me from annotator_cursors k where k.project_id = p_project and k.annotator_id = p_annotator for no key update;
  end if;
  v_opt_out := coalesce((select s.opt_out from annotator_settings s where s.user_id = p_annotator), '{}');
  v_now := clock_timestamp();
  v_lease := v_now + make_interval(mins => v_project.lease_minutes);
  v_gold_given := v_me.gold_given;
  v_plain := v_project.routing is null and not v_me.has_written and v_me.paused_at is null and v_me.practice_since is null;

  -- A lease of mine that ran out but still holds its place goes on.
  -- One by one: as a single statement it may be planned over all assignments while the statistics still say that there are none.
  for v_mine in
    select m.id from assignments m where m.project_id = p_project and m.annotator_id = p_annotator and m.state = 'leased'
    order by m.id limit p_count
  loop
    update assignments a set lease_expires_at = v_lease
    where a.id = v_mine and a.state = 'leased' and a.lease_expires_at <= v_now;
  end loop;

  place := -p_count;
  for assignment_id, prompt_id, response_ids, presented_order, lease_expires_at, question_version, judge_turn, sensitive in
    select a.id, c.prompt_id, c.response_ids, a.presented_order, a.lease_expires_at, a.question_version, c.judge_turn, c.sensitive
    from assignments a join comparisons c on c.id = a.comparison_id
    where a.project_id = p_project and a.annotator_id = p_annotator and a.state = 'leased'
    order by a.id limit p_count
  loop
    v_missing := v_missing - 1;
    place := place + 1;
    return next;
  end loop;
  if v_missing <= 0 then return; end if;

  lease_expires_at := v_lease;
  question_version := v_project.question_version;
  if not v_plain then
    v_is := routing_standing(p_project, p_annotator, v_project.routing, v_me);
    if v_is.exam and v_is.stopped_by is null and finish_exam(p_project, p_annotator, v_project.routing) then
      select k.* into v_me from annotator_cursors k where k.project_id = p_project and k.annotator_id = p_annotator;
      v_is := routing_standing(p_project, p_annotator, v_project.routing, v_me);
    elsif v_is.exam then
      -- The attempt that just ended may have been the last.
      v_is := routing_standing(p_project, p_annotator, v_project.routing, v_me);
    end if;
    v_missing := least(v_missing, v_is.allowance);
    if v_missing <= 0 then return; end if;
    v_ids := p_new_ids[p_count - v_missing + 1 : p_count];
    if v_is.exam then
      return query select x.id, x.prompt_id, x.response_ids, x.presented_order, v_lease, v_project.question_version, x.judge_turn, x.sensitive, 0
        from claim_exam(p_project, p_annotator, v_ids, v_lease) x;
      return;
    end if;

    -- Which of the new ones are gold or repeats is drawn, one by one. In the warm-up gold is spread so that exactly as many
    -- come as are to, at places nobody can foresee.
    for v_slot in 1..v_missing loop
      if jsonb_typeof(v_project.routing -> 'gold') = 'object' and random() < (case
          when v_me.given + v_slot <= (v_project.routing #>> '{gold,warmUp,first}')::int
            then ((v_project.routing #>> '{gold,warmUp,gold}')::int - v_gold_given)::float8
              / ((v_project.routing #>> '{gold,warmUp,first}')::int - v_me.given - v_slot + 1)
          else (v_project.routing #>> '{gold,percent}')::int / 100.0::float8 end) then
        v_extra_slots := v_extra_slots || v_slot;
        v_gold_slots := v_gold_slots || v_slot;
        v_gold_given := v_gold_given + 1;
      elsif jsonb_typeof(v_project.routing -> 'repeats') = 'object' and random() < (v_project.routing #>> '{repeats,percent}')::int / 100.0::float8 then
        v_extra_slots := v_extra_slots || v_slot;
      end if;
    end loop;
    v_gold_given := v_me.gold_given;
    -- They come only with ordinary work: where that is over, looking again must not bring them one by one.
    if cardinality(v_extra_slots) > 0 and exists (
      select from comparisons c
      where c.project_id = p_project and c.routable and not c.sensitive && v_opt_out
        and (c.only_for is null or c.only_for && v_is.tokens) and c.batch_id <> all (v_is.barred)
        and coalesce((select m.state from assignments m
              where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
        and (not v_is.checks or routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, v_me.has_written, v_is))
      order by c.route limit 1
    ) then
      foreach v_slot in array v_extra_slots loop
        v_id := v_ids[v_slot - v_given];
        if v_slot = any (v_gold_slots) then
          select * into v_extra from claim_gold(p_project, p_annotator, v_id, v_lease, v_project.routing, v_me.has_written, v_opt_out, v_is);
        else
          select * into v_extra from claim_repeat(p_project, p_annotator, v_id, v_lease, (v_project.routing #>> '{repeats,after}')::int);
        end if;
        -- Where there is none, the place goes to ordinary work.
        continue when v_extra.id is null;
        assignment_id := v_extra.id;
        prompt_id := v_extra.prompt_id;
        response_ids := v_extra.response_ids;
        presented_order := v_extra.presented_order;
        judge_turn := v_extra.judge_turn;
        sensitive := v_extra.sensitive;
        place := array_position(p_new_ids, v_id);
        v_ids := array_remove(v_ids, v_id);
        v_missing := v_missing - 1;
        v_given := v_given + 1;
        v_gold_given := v_gold_given + (v_slot = any (v_gold_slots))::int;
        return next;
      end loop;
    end if;
  else
    v_ids := p_new_ids[p_count - v_missing + 1 : p_count];
  end if;

  v_used := 0;
  -- First with prompts of a short while ago left out, then, where there is nothing else, with them.
  for v_pass in 1..2 loop
  exit when v_missing <= 0;
  if v_pass = 2 then
    exit when v_plain or v_is.recent = '{}';
    v_is.recent := '{}';
  end if;
  -- Steps 1 and 2: after the cursor, then round to the start. Steps 3 and 4: again, with places that ended leases freed.
  for v_step in 1..4 loop
    exit when v_missing <= 0;
    if v_step = 3 then exit when expire_leases(p_project, 50) = 0; end if;
    v_from := case when v_step % 2 = 1 then v_me.route else -9223372036854775808 end;
    v_to := case when v_step % 2 = 1 then 9223372036854775807 else v_me.route end;
    -- One by one where what was just given decides on the next.
    v_batch := case when not v_plain and (v_is.cooldown_hours is not null or jsonb_typeof(v_project.routing -> 'cooldown') = 'object') then 1 else v_missing end;
    loop
    for v_taken in
      with picked as materialized (
        select c.id, c.route, c.issued, c.side_seed, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive
        from comparisons c
        where c.project_id = p_project and c.routable and c.route > v_from and c.route <= v_to and not c.sensitive && v_opt_out
          and (v_plain or ((c.only_for is null or c.only_for && v_is.tokens) and c.batch_id <> all (v_is.barred) and c.prompt_id <> all (v_is.recent)
            and (not v_is.checks or routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, v_me.has_written, v_is))))
          -- A scalar subquery on the unique index: an anti-join would be planned over all of my assignments. The cast keeps
          -- the index of my assignments out of it, which a table without statistics makes look as good.
          and coalesce((select m.state from assignments m
                where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
        order by c.route limit v_batch
        for no key update of c skip locked
      ), numbered as (
        select picked.*, v_ids[v_used + row_number() over (order by route)] as new_id from picked
      ), taken as (
        insert into assignments as a (id, project_id, comparison_id, annotator_id, presented_order, state,
          question_version, guidelines_version, lease_expires_at)
        select n.new_id, p_project, n.id, p_annotator,
          -- Spelled out for pairs: calling the function takes longer than all the rest of this row.
          case when cardinality(n.response_ids) = 1 then '{0}'::smallint[]
            when cardinality(n.response_ids) > 2 then presented_order(cardinality(n.response_ids), n.side_seed, n.issued)
            when (n.side_seed + n.issued) % 2 = 0 then '{0,1}'::smallint[] else '{1,0}'::smallint[] end, 'leased',
          v_project.question_version, v_project.guidelines_version, v_lease
        from numbered n order by n.route
        on conflict (comparison_id, annotator_id, repeat_number) do update
          set state = 'leased', kind = 'normal', lease_expires_at = excluded.lease_expires_at, closed_at = null,
            question_version = excluded.question_version, guidelines_version = excluded.guidelines_version
          -- My own late vote may have come between the search and its lock.
          where a.state in ('expired', 'released')
        returning a.id, a.comparison_id, a.presented_order
      ), counted as (
        update comparisons c set leased = c.leased + 1, issued = c.issued + (t.id = n.new_id)::int
        from taken t join numbered n on n.id = t.comparison_id where c.id = t.comparison_id
      )
      select t.id, n.route, n.prompt_id, n.response_ids, t.presented_order, n.judge_turn, n.sensitive, t.id = n.new_id as is_new, n.new_id
      from taken t join numbered n on n.id = t.comparison_id order by n.route
    loop
      assignment_id := v_taken.id;
      prompt_id := v_taken.prompt_id;
      response_ids := v_taken.response_ids;
      presented_order := v_taken.presented_order;
      judge_turn := v_taken.judge_turn;
      sensitive := v_taken.sensitive;
      v_last := v_taken.route;
      v_missing := v_missing - 1;
      v_used := v_used + 1;
      v_given := v_given + v_taken.is_new::int;
      if v_plain then place := v_used;
      else
        place := array_position(p_new_ids, v_taken.new_id);
        if v_batch = 1 and v_pass = 1 then v_is.recent := v_is.recent || v_taken.prompt_id; end if;
      end if;
      return next;
    end loop;
    exit when v_batch > 1 or v_missing <= 0 or not found;
    v_from := v_last;
    end loop;
  end loop;
  end loop;

  if v_last is not null or v_given > 0 then
    update annotator_cursors set route = coalesce(v_last, route), given = given + v_given, gold_given = v_gold_given
    where project_id = p_project and annotator_id = p_annotator;
  end if;
end $$;
