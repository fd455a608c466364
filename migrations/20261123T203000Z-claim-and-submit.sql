-- The two statements that run on every vote, each one round trip.
--
-- Whoever changes an assignment's state or a comparison's counters locks the comparison first and the
-- assignment second. So counters and states never disagree, and nobody waits in a circle. Each statement
-- in these functions sees what was committed before it began (READ COMMITTED): what is read after
-- the lock is true until commit.

-- The order in which the issue-th assignment (from 0) is shown; the same rule as the domain's presentedOrder.
create function presented_order(p_count int, p_seed int, p_issue int) returns smallint[]
language sql immutable parallel safe as $$
  select case
    when p_count = 2 and (p_seed + p_issue) % 2 = 0 then '{0,1}'::smallint[]
    when p_count = 2 then '{1,0}'::smallint[]
    else array(
      select case when ((p_seed + p_issue) / p_count) % 2 = 1
        then p_count - 1 - (place + p_seed + p_issue) % p_count
        else (place + p_seed + p_issue) % p_count end
      from generate_series(0, p_count - 1) as place order by place)::smallint[]
  end
$$;

-- Ends up to p_limit leases whose time is over (of one project, or of all) and frees their places; says how many.
create function expire_leases(p_project uuid, p_limit int) returns int
language sql as $$
  with due as (
    select a.id, a.comparison_id from assignments a join comparisons c on c.id = a.comparison_id
    where a.state = 'leased' and a.lease_expires_at <= now() and (p_project is null or a.project_id = p_project)
    order by a.lease_expires_at limit p_limit
    for no key update of c, a skip locked
  ), ended as (
    update assignments a set state = 'expired', closed_at = clock_timestamp()
    from due where a.id = due.id and a.state = 'leased' and a.lease_expires_at <= now() returning a.comparison_id
  ), freed as (
    update comparisons c set leased = c.leased - e.places
    from (select comparison_id, count(*)::smallint as places from ended group by 1) e where c.id = e.comparison_id
  )
  select count(*)::int from ended
$$;

-- Up to p_count assignments for one annotator: live leases first, then new ones in the order of rank. p_new_ids
-- are the ids of the new ones. Gives nothing in a project that is not active.
create function claim_assignments(p_project uuid, p_annotator uuid, p_count int, p_new_ids uuid[])
returns table (
  assignment_id uuid, prompt_id uuid, response_ids uuid[], presented_order smallint[],
  lease_expires_at timestamptz, question_version int
)
language plpgsql rows 5
-- One plan per connection, and always the walk along the index of open comparisons: planning anew for each claim would
-- take longer than the claim, and a plan that sorts would look at the whole pool.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  v_project record;
  v_cursor bigint;
  v_last bigint;
  v_from bigint;
  v_to bigint;
  v_now timestamptz;
  v_lease timestamptz;
  v_missing int := p_count;
  v_mine uuid;
  v_taken record;
begin
  select p.state, p.lease_minutes, p.question_version, p.guidelines_version into v_project from projects p where p.id = p_project;
  if v_project.state is distinct from 'active' then return; end if;

  -- The row lock lets one claim of a person run at a time: two of them cannot take the same comparison.
  select rank into v_cursor from annotator_cursors where project_id = p_project and annotator_id = p_annotator for no key update;
  if not found then
    insert into annotator_cursors (project_id, annotator_id) values (p_project, p_annotator) on conflict do nothing;
    select rank into v_cursor from annotator_cursors where project_id = p_project and annotator_id = p_annotator for no key update;
  end if;
  v_now := clock_timestamp();
  v_lease := v_now + make_interval(mins => v_project.lease_minutes);

  -- A lease of mine that ran out but still holds its place goes on.
  -- One by one: as a single statement it may be planned over all assignments while the statistics still say that there are none.
  for v_mine in
    select m.id from assignments m where m.project_id = p_project and m.annotator_id = p_annotator and m.state = 'leased'
    order by m.id limit p_count
  loop
    update assignments a set lease_expires_at = v_lease
    where a.id = v_mine and a.state = 'leased' and a.lease_expires_at <= v_now;
  end loop;

  for assignment_id, prompt_id, response_ids, presented_order, lease_expires_at, question_version in
    select a.id, c.prompt_id, c.response_ids, a.presented_order, a.lease_expires_at, a.question_version
    from assignments a join comparisons c on c.id = a.comparison_id
    where a.project_id = p_project and a.annotator_id = p_annotator and a.state = 'leased'
    order by a.id limit p_count
  loop
    v_missing := v_missing - 1;
    return next;
  end loop;

  -- Steps 1 and 2: after the cursor, then round to the start. Steps 3 and 4: again, with places that ended leases freed.
  for v_step in 1..4 loop
    exit when v_missing <= 0;
    if v_step = 3 then exit when expire_leases(p_project, 50) = 0; end if;
    v_from := case when v_step % 2 = 1 then v_cursor else -9223372036854775808 end;
    v_to := case when v_step % 2 = 1 then 9223372036854775807 else v_cursor end;
    for v_taken in
      with picked as materialized (
        select c.id, c.rank, c.issued, c.side_seed, c.prompt_id, c.response_ids
        from comparisons c
        where c.project_id = p_project and c.routable and c.rank > v_from and c.rank <= v_to
          -- A scalar subquery on the unique index: an anti-join would be planned over all of my assignments. The cast keeps
          -- the index of my assignments out of it, which a table without statistics makes look as good.
          and coalesce((select m.state from assignments m
                where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
        order by c.rank limit v_missing
        for no key update of c skip locked
      ), numbered as (
        select picked.*, p_new_ids[p_count - v_missing + row_number() over (order by rank)] as new_id from picked
      ), taken as (
        insert into assignments as a (id, project_id, comparison_id, annotator_id, presented_order, state,
          question_version, guidelines_version, lease_expires_at)
        select n.new_id, p_project, n.id, p_annotator,
          -- Spelled out for pairs: calling the function takes longer than all the rest of this row.
          case when cardinality(n.response_ids) > 2 then presented_order(cardinality(n.response_ids), n.side_seed, n.issued)
            when (n.side_seed + n.issued) % 2 = 0 then '{0,1}'::smallint[] else '{1,0}'::smallint[] end, 'leased',
          v_project.question_version, v_project.guidelines_version, v_lease
        from numbered n order by n.rank
        on conflict (comparison_id, annotator_id, repeat_number) do update
          set state = 'leased', lease_expires_at = excluded.lease_expires_at, closed_at = null,
            question_version = excluded.question_version, guidelines_version = excluded.guidelines_version
          -- My own late vote may have come between the search and its lock.
          where a.state in ('expired', 'released')
        returning a.id, a.comparison_id, a.presented_order
      ), counted as (
        update comparisons c set leased = c.leased + 1, issued = c.issued + (t.id = n.new_id)::int
        from taken t join numbered n on n.id = t.comparison_id where c.id = t.comparison_id
      )
      select t.id, n.rank, n.prompt_id, n.response_ids, t.presented_order
      from taken t join numbered n on n.id = t.comparison_id order by n.rank
    loop
      assignment_id := v_taken.id;
      prompt_id := v_taken.prompt_id;
      response_ids := v_taken.response_ids;
      presented_order := v_taken.presented_order;
      lease_expires_at := v_lease;
      question_version := v_project.question_version;
      v_last := v_taken.rank;
      v_missing := v_missing - 1;
      return next;
    end loop;
  end loop;

  if v_last is not null then
    update annotator_cursors set rank = v_last where project_id = p_project and annotator_id = p_annotator;
  end if;
end $$;

-- Stores one judgment. p_strength is as if the responses had been shown in canonical order. status: counted, revised,
-- surplus, or not_found, conflict. The rules are the domain's `place` for the event submit.
create function submit_judgment(
  p_id uuid, p_project uuid, p_assignment uuid, p_annotator uuid, p_question_version int, p_guidelines_version int,
  p_outcome text, p_position smallint, p_strength real, p_rationale text, p_view jsonb, p_active_ms int, p_payload_hash bytea,
  out status text, out created_at timestamptz
)
language plpgsql as $$
declare
  v_comparison record;
  v_assignment record;
  v_judgment record;
  v_comparison_id uuid;
  -- The last of this assignment's judgments and retractions, which the new one supersedes.
  v_head_id uuid;
  v_head_outcome text;
  v_head_surplus boolean;
  v_was_counted boolean;
  v_counted boolean;
begin
  select a.comparison_id into v_comparison_id from assignments a
  where a.id = p_assignment and a.annotator_id = p_annotator and a.project_id = p_project;
  if not found then status := 'not_found'; return; end if;
  select c.leased, c.judged, c.target_judgments, c.routable into v_comparison
  from comparisons c where c.id = v_comparison_id for no key update;
  select a.state, a.presented_order into v_assignment from assignments a where a.id = p_assignment;

  for v_judgment in
    select j.id, j.outcome, j.surplus, j.payload_hash, j.created_at, s.outcome as replaced_outcome,
      exists (select from judgments n where n.supersedes = j.id) as is_replaced
    from judgments j left join judgments s on s.id = j.supersedes
    where j.comparison_id = v_comparison_id and j.assignment_id = p_assignment
  loop
    if v_judgment.id = p_id then
      if v_judgment.payload_hash <> p_payload_hash or v_judgment.outcome = 'retracted' then status := 'conflict'; return; end if;
      created_at := v_judgment.created_at;
      status := case when v_judgment.replaced_outcome <> 'retracted' then 'revised' when v_judgment.surplus then 'surplus' else 'counted' end;
      return;
    end if;
    if not v_judgment.is_replaced then
      v_head_id := v_judgment.id;
      v_head_outcome := v_judgment.outcome;
      v_head_surplus := v_judgment.surplus;
    end if;
  end loop;

  v_was_counted := v_assignment.state = 'submitted' and not v_head_surplus;
  -- A counted judgment stays one. Who holds a lease has a place; who comes late takes a free one, if there is one.
  v_counted := v_was_counted or case when v_assignment.state = 'leased'
    then v_comparison.judged < v_comparison.target_judgments else v_comparison.routable end;
  created_at := clock_timestamp();

  insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome,
    position, strength, rationale, view, active_ms, surplus, supersedes, payload_hash, created_at)
  values (p_id, p_project, v_comparison_id, p_assignment, p_annotator, p_question_version, p_guidelines_version, p_outcome,
    p_position, case v_assignment.presented_order when '{0,1}' then p_strength when '{1,0}' then 0 - p_strength end,
    p_rationale, p_view, p_active_ms, not v_counted, v_head_id, p_payload_hash, created_at);
  update assignments a set state = 'submitted', judgment_id = p_id, skip_reason = null, skip_note = null,
    closed_at = case when v_assignment.state = 'submitted' then a.closed_at else submit_judgment.created_at end
  where a.id = p_assignment;
  if v_assignment.state in ('leased', 'skipped') or v_counted <> v_was_counted then
    update comparisons c set leased = c.leased - (v_assignment.state = 'leased')::int, skipped = c.skipped - (v_assignment.state = 'skipped')::int,
      judged = c.judged + v_counted::int - v_was_counted::int
    where c.id = v_comparison_id;
  end if;
  status := case when v_head_outcome <> 'retracted' then 'revised' when v_counted then 'counted' else 'surplus' end;
end $$;
