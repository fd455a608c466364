-- A claim finds my leases from the oldest that may be live, not from my first: while a long snapshot (an export, a backup) holds
-- vacuum back, the index keeps every lease I ever ended in it, and each claim read them all again.

-- No live lease of this person has a lower id.
alter table annotator_cursors add column leased_from uuid not null default '00000000-0000-0000-0000-000000000000';

-- A lease that is given again has an old id: undone skips, votes taken back, leases that had ended. Takes the lock of the
-- cursor in any case, so that a claim at the same time sees it before it moves the bound.
create function lease_given_again() returns trigger language plpgsql as $$
begin
  update annotator_cursors set leased_from = least(leased_from, new.id)
  where project_id = new.project_id and annotator_id = new.annotator_id;
  return null;
end $$;
create trigger assignments_given_again after update of state on assignments
  for each row when (new.state = 'leased' and old.state <> 'leased') execute function lease_given_again();

-- Up to p_count assignments for one annotator: live leases first, then new ones, drawn or in routing order, among them what
-- the policy adds. p_new_ids are the ids of the new ones. Gives nothing in a project that is not active. `place` is the
-- order to show them in.
create or replace function claim_assignments(p_project uuid, p_annotator uuid, p_count int, p_new_ids uuid[])
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
  v_mine record;
  v_taken record;
  v_limit int;
  v_seen int;
  v_leased uuid[];
  v_anew uuid[];
  v_spent uuid[];
  v_extra extra_assignment;
  -- Without a policy, and for who has written nothing, the search is all there is.
  v_plain boolean;
  v_is routing_standing;
  v_ids uuid[] := p_new_ids;
  v_used int;
  v_given int := 0;
  v_gold_given int;
  v_extra_slots int[] := '{}';
  v_gold_slots int[] := '{}';
  -- The same prompt is to come again only after a while.
  v_cools boolean := false;
  v_slot int;
  v_id uuid;
  v_drawn record;
  v_left int := 0;
  -- The lowest id of what I hold now.
  v_first uuid;
begin
  select p.state, p.lease_minutes, p.question_version, p.guidelines_version, p.routing,
    -- Kinds of content this person has asked not to see.
    coalesce((select s.opt_out from annotator_settings s where s.user_id = p_annotator), '{}') as opt_out
  into v_project from projects p where p.id = p_project;
  if v_project.state is distinct from 'active' then return; end if;

  -- The row lock lets one claim of a person run at a time: two of them cannot take the same comparison.
  select k.* into v_me from annotator_cursors k where k.project_id = p_project and k.annotator_id = p_annotator for no key update;
  if not found then
    insert into annotator_cursors (project_id, annotator_id) values (p_project, p_annotator) on conflict do nothing;
    select k.* into v_me from annotator_cursors k where k.project_id = p_project and k.annotator_id = p_annotator for no key update;
  end if;
  v_now := clock_timestamp();
  v_lease := v_now + make_interval(mins => v_project.lease_minutes);
  v_gold_given := v_me.gold_given;
  v_plain := v_project.routing is null and not v_me.has_written and v_me.paused_at is null and v_me.practice_since is null;

  -- A lease of mine that ran out but still holds its place goes on.
  place := -p_count;
  for v_mine in
    select a.id, c.prompt_id, c.response_ids, a.presented_order, a.lease_expires_at, a.question_version, c.judge_turn, c.sensitive
    from assignments a join comparisons c on c.id = a.comparison_id
    where a.project_id = p_project and a.annotator_id = p_annotator and a.state = 'leased' and a.id >= v_me.leased_from
    order by a.id limit p_count
  loop
    if v_mine.lease_expires_at <= v_now then
      update assignments a set lease_expires_at = v_lease
      where a.id = v_mine.id and a.state = 'leased' and a.lease_expires_at <= v_now;
      -- Somebody else took it back at this moment.
      continue when not found;
      v_mine.lease_expires_at := v_lease;
    end if;
    assignment_id := v_mine.id;
    prompt_id := v_mine.prompt_id;
    response_ids := v_mine.response_ids;
    presented_order := v_mine.presented_order;
    lease_expires_at := v_mine.lease_expires_at;
    question_version := v_mine.question_version;
    judge_turn := v_mine.judge_turn;
    sensitive := v_mine.sensitive;
    v_first := least(v_first, v_mine.id);
    v_missing := v_missing - 1;
    place := place + 1;
    return next;
  end loop;
  if v_missing <= 0 then return; end if;

  lease_expires_at := v_lease;
  question_version := v_project.question_version;
  if not v_plain then
    v_is := routing_standing(p_project, p_annotator, v_project.routing, v_me);
    v_cools := v_is.cooldown_hours is not null or jsonb_typeof(v_project.routing -> 'cooldown') = 'object';
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
      foreach v_id in array v_ids loop v_first := least(v_first, v_id); end loop;
      update annotator_cursors set leased_from = least(leased_from, v_first) where project_id = p_project and annotator_id = p_annotator;
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
      where c.project_id = p_project and c.routable and not c.sensitive && v_project.opt_out
        and (c.only_for is null or c.only_for && v_is.tokens) and c.batch_id <> all (v_is.barred)
        and coalesce((select m.state from assignments m
              where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
        and (not v_is.checks or routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, v_me.has_written, v_is))
      order by c.route limit 1
    ) then
      foreach v_slot in array v_extra_slots loop
        v_id := v_ids[v_slot - v_given];
        if v_slot = any (v_gold_slots) then
          select * into v_extra from claim_gold(p_project, p_annotator, v_id, v_lease, v_project.routing, v_me.has_written, v_project.opt_out, v_is);
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
        v_first := least(v_first, assignment_id);
        return next;
      end loop;
    end if;
  else
    v_ids := p_new_ids[p_count - v_missing + 1 : p_count];
  end if;

  v_used := 0;
  if not v_plain and jsonb_typeof(v_project.routing -> 'active') = 'object' then
    for v_slot in 1..v_missing loop
      select * into v_drawn from claim_active(p_project, v_ids[v_used + 1], v_lease,
        (v_project.routing #>> '{active,uniformPercent}')::int / 100.0::float8, v_me, v_project.opt_out, v_is);
      v_extra := v_drawn.given;
      -- What the draw does not give comes in the order, after what it gave.
      if v_extra.id is null then v_left := v_left + 1; continue; end if;
      v_used := v_used + 1;
      assignment_id := v_extra.id;
      prompt_id := v_extra.prompt_id;
      response_ids := v_extra.response_ids;
      presented_order := v_extra.presented_order;
      judge_turn := v_extra.judge_turn;
      sensitive := v_extra.sensitive;
      place := array_position(p_new_ids, v_ids[v_used]);
      v_given := v_given + v_drawn.is_new::int;
      if jsonb_typeof(v_project.routing -> 'cooldown') = 'object' then v_is.recent := v_is.recent || v_extra.prompt_id; end if;
      v_first := least(v_first, assignment_id);
      return next;
    end loop;
    v_missing := v_left;
  end if;
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
    -- All at once, unless what was just given decides on the next.
    loop
      v_limit := case when v_cools then 1 else v_missing end;
      v_seen := 0;
      v_spent := '{}';
      v_leased := '{}';
      v_anew := '{}';
      for v_taken in
        with found as materialized (
          select c.id, c.route, c.issued, c.side_seed, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive
          from comparisons c
          where c.project_id = p_project and c.routable and c.route > v_from and c.route <= v_to and not c.sensitive && v_project.opt_out
            and (v_plain or ((c.only_for is null or c.only_for && v_is.tokens) and c.batch_id <> all (v_is.barred) and c.prompt_id <> all (v_is.recent)
              and (not v_is.checks or routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, v_me.has_written, v_is))))
            -- A scalar subquery on the unique index: an anti-join would be planned over all of my assignments. The cast keeps
            -- the index of my assignments out of it, which a table without statistics makes look as good.
            and coalesce((select m.state from assignments m
                  where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
          order by c.route limit v_limit
          for no key update of c skip locked
        ), numbered as (
          select f.*, v_ids[v_used + (row_number() over (order by f.route))::int] as new_id from found f
        ), given as (
          insert into assignments as a (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, lease_expires_at)
          select f.new_id, p_project, f.id, p_annotator,
            -- Spelled out for pairs: calling the function takes longer than all the rest of the row.
            case when cardinality(f.response_ids) = 1 then '{0}'::smallint[]
              when cardinality(f.response_ids) > 2 then presented_order(cardinality(f.response_ids), f.side_seed, f.issued)
              when (f.side_seed + f.issued) % 2 = 0 then '{0,1}'::smallint[] else '{1,0}'::smallint[] end, 'leased',
            v_project.question_version, v_project.guidelines_version, v_lease
          from numbered f
          on conflict (comparison_id, annotator_id, repeat_number) do update
            set state = 'leased', kind = 'normal', lease_expires_at = excluded.lease_expires_at, closed_at = null,
              question_version = excluded.question_version, guidelines_version = excluded.guidelines_version,
              sampling_probability = null
            -- My own late vote may have come between the search and its lock.
            where a.state in ('expired', 'released')
          returning a.id, a.comparison_id, a.presented_order
        )
        select f.*, g.id as assignment_id, g.presented_order from numbered f left join given g on g.comparison_id = f.id order by f.route
      loop
        v_seen := v_seen + 1;
        v_from := v_taken.route;
        continue when v_taken.assignment_id is null;
        v_last := v_taken.route;
        v_spent := v_spent || v_taken.new_id;
        v_leased := v_leased || v_taken.id;
        assignment_id := v_taken.assignment_id;
        prompt_id := v_taken.prompt_id;
        response_ids := v_taken.response_ids;
        presented_order := v_taken.presented_order;
        judge_turn := v_taken.judge_turn;
        sensitive := v_taken.sensitive;
        place := array_position(p_new_ids, v_taken.new_id);
        if assignment_id = v_taken.new_id then
          v_anew := v_anew || v_taken.id;
          v_given := v_given + 1;
        end if;
        if not v_plain and v_pass = 1 and v_cools then v_is.recent := v_is.recent || v_taken.prompt_id; end if;
        v_first := least(v_first, assignment_id);
        return next;
      end loop;
      exit when v_seen = 0;
      update comparisons c set leased = c.leased + 1, issued = c.issued + (c.id = any (v_anew))::int where c.id = any (v_leased);
      v_missing := v_missing - cardinality(v_spent);
      if v_seen = cardinality(v_spent) then
        v_used := v_used + v_seen;
      else
        v_ids := array(select i.id from unnest(v_ids) with ordinality i (id, number) where i.number > v_used and i.id <> all (v_spent) order by i.number);
        v_used := 0;
      end if;
      exit when v_missing <= 0 or v_seen < v_limit;
    end loop;
  end loop;
  end loop;

  if v_last is not null or v_given > 0 then
    update annotator_cursors set route = coalesce(v_last, route), given = given + v_given, gold_given = v_gold_given,
      leased_from = coalesce(v_first, leased_from)
    where project_id = p_project and annotator_id = p_annotator;
  end if;
end $$;
