-- The claim where comparisons are drawn. A draw looks at two handfuls of comparisons, whatever the size of the project: a
-- block of the order, drawn uniformly, and a hand of the pool. So the chance of what it gave is known.

-- Which of these comparisons this person may get now, of one priority: 2^40 places of the order from p_floor on.
create function open_for(p_ids uuid[], p_floor bigint, p_annotator uuid, p_written boolean, p_opt_out text[], p_is routing_standing)
returns uuid[] language plpgsql stable as $$
declare
  -- A field of a record is taken out of it anew for every row.
  v_tokens text[] := p_is.tokens;
  v_barred uuid[] := p_is.barred;
  v_recent uuid[] := p_is.recent;
  v_checks boolean := p_is.checks;
begin
  return array(
    select c.id from unnest(p_ids) as u (id) join comparisons c on c.id = u.id
    where c.routable and c.route >= p_floor and c.route < p_floor + 1099511627776 and not c.sensitive && p_opt_out
      and (c.only_for is null or c.only_for && v_tokens) and c.batch_id <> all (v_barred) and c.prompt_id <> all (v_recent)
      and coalesce((select m.state from assignments m
            where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
      and (not v_checks or routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, p_written, p_is)));
end $$;

-- One comparison drawn for one person: with the chance p_uniform from all that they may get, else from the pool in
-- proportion to its value; of the highest priority that is left. Nothing (id is null) where neither has one: then the
-- order decides.
create function claim_active(p_project uuid, p_new_id uuid, p_until timestamptz, p_uniform double precision, p_me annotator_cursors,
  p_opt_out text[], p_is routing_standing, out given extra_assignment, out is_new boolean)
language plpgsql as $$
declare
  v_annotator uuid := p_me.annotator_id;
  v_written boolean := p_me.has_written;
  v_pool active_pools;
  v_is_uniform boolean := random() < p_uniform;
  -- The priority looked at: its first place, and the first and last open comparison in it.
  v_floor bigint;
  v_first bigint;
  v_last bigint;
  v_places bigint;
  v_blocks bigint;
  v_block bigint;
  v_in_block uuid[];
  v_hand int;
  v_in_hand uuid[];
  v_item record;
  v_id uuid;
  v_chance double precision;
begin
  select p.* into v_pool from active_pools p where p.project_id = p_project;
  if not v_is_uniform and coalesce(v_pool.hands, 0) = 0 then return; end if;
  -- Who found nothing in a priority went on in the order, and their cursor stands in the next one.
  select c.route into v_first from comparisons c
  where c.project_id = p_project and c.routable and c.route >= (p_me.route >> 40) << 40 order by c.route limit 1;
  if not found then
    select c.route into v_first from comparisons c where c.project_id = p_project and c.routable order by c.route limit 1;
    if not found then return; end if;
  end if;
  v_floor := (v_first >> 40) << 40;
  select c.route into v_last from comparisons c
  where c.project_id = p_project and c.routable and c.route >= v_first and c.route < v_floor + 1099511627776 order by c.route desc limit 1;
  -- Blocks of as many places of the order, but for one: each comparison is in exactly one block.
  v_places := v_last - v_first + 1;
  v_blocks := greatest(1, v_places / coalesce(v_pool.block_width, 32));

  for v_try in 1..16 loop
    v_id := null;
    if v_is_uniform then
      v_block := floor(random() * v_blocks)::bigint;
    else
      v_hand := floor(random() * v_pool.hands)::int;
      v_in_hand := open_for(array(select i.comparison_id from active_pool_items i where i.project_id = p_project and i.hand = v_hand),
        v_floor, v_annotator, v_written, p_opt_out, p_is);
      -- The least of exponential times with these rates: in proportion to value.
      select i.comparison_id, ((c.route - v_first + 1) * v_blocks - 1) / v_places as block into v_item
      from unnest(v_in_hand) as u (id)
      join active_pool_items i on i.project_id = p_project and i.comparison_id = u.id
      join comparisons c on c.id = u.id
      order by -ln(1 - random()) / i.value limit 1;
      continue when not found;
      v_id := v_item.comparison_id;
      v_block := v_item.block;
    end if;
    v_in_block := open_for(array(select c.id from comparisons c where c.project_id = p_project and c.routable
        and c.route >= v_first + v_block * v_places / v_blocks and c.route < v_first + (v_block + 1) * v_places / v_blocks),
      v_floor, v_annotator, v_written, p_opt_out, p_is);
    if v_is_uniform then
      continue when v_in_block = '{}';
      v_id := v_in_block[1 + floor(random() * cardinality(v_in_block))::int];
    end if;
    -- Somebody else may be taking it, or have taken its last place.
    perform from comparisons c where c.id = v_id and c.routable for no key update skip locked;
    continue when not found;

    -- What both draws together give it.
    v_chance := p_uniform / (v_blocks * greatest(1, cardinality(v_in_block)));
    if p_uniform < 1 and v_pool.hands > 0 then
      select i.hand, i.value into v_item from active_pool_items i where i.project_id = p_project and i.comparison_id = v_id;
      if found then
        if v_is_uniform then
          v_in_hand := open_for(array(select i.comparison_id from active_pool_items i where i.project_id = p_project and i.hand = v_item.hand),
            v_floor, v_annotator, v_written, p_opt_out, p_is);
        end if;
        v_chance := v_chance + (1 - p_uniform) / v_pool.hands * v_item.value / greatest(v_item.value, (
          select sum(i.value) from active_pool_items i where i.project_id = p_project and i.comparison_id = any (v_in_hand)));
      end if;
    end if;

    with picked as (
      select c.id, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive, presented_order(cardinality(c.response_ids), c.side_seed, c.issued) as shown,
        p.question_version, p.guidelines_version
      from comparisons c join projects p on p.id = c.project_id where c.id = v_id
    ), taken as (
      insert into assignments as a (id, project_id, comparison_id, annotator_id, presented_order, state, question_version,
        guidelines_version, lease_expires_at, sampling_probability)
      select p_new_id, p_project, n.id, v_annotator, n.shown, 'leased', n.question_version, n.guidelines_version, p_until, least(1, v_chance)
      from picked n
      on conflict (comparison_id, annotator_id, repeat_number) do update
        set state = 'leased', kind = 'normal', lease_expires_at = excluded.lease_expires_at, closed_at = null,
          question_version = excluded.question_version, guidelines_version = excluded.guidelines_version,
          sampling_probability = excluded.sampling_probability
        where a.state in ('expired', 'released')
      returning a.id, a.presented_order
    ), counted as (
      update comparisons c set leased = c.leased + 1, issued = c.issued + (t.id = p_new_id)::int from taken t where c.id = v_id
    )
    select t.id, n.prompt_id, n.response_ids, t.presented_order, n.judge_turn, n.sensitive, t.id = p_new_id
    into given.id, given.prompt_id, given.response_ids, given.presented_order, given.judge_turn, given.sensitive, is_new
    from taken t cross join picked n;
    if found then return; end if;
  end loop;
end $$;

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
  v_drawn record;
  v_left int := 0;
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
  if not v_plain and jsonb_typeof(v_project.routing -> 'active') = 'object' then
    for v_slot in 1..v_missing loop
      select * into v_drawn from claim_active(p_project, v_ids[v_used + 1], v_lease,
        (v_project.routing #>> '{active,uniformPercent}')::int / 100.0::float8, v_me, v_opt_out, v_is);
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
            question_version = excluded.question_version, guidelines_version = excluded.guidelines_version,
            sampling_probability = null
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
