-- How many judgments a comparison gets hangs on how much they differ; and answers to gold comparisons are graded where
-- they are stored.

-- What of an answer is compared with the expected one; null: nothing can be. The same rule as the domain's `goldKey`.
create function gold_key(p_outcome text, p_strength real, p_ranks smallint[], p_details json) returns text
language sql immutable parallel safe as $$
  select case p_outcome
    when 'preference' then case when p_strength < 0 then 'first' else 'second' end
    when 'ranking' then 'ranking ' || array_to_string(p_ranks, ' ', '-')
    when 'steps' then 'steps ' || coalesce((
      select string_agg(s.step ->> 'label', ' ' order by s.n) from json_array_elements(p_details -> 'steps') with ordinality as s (step, n)
      where not exists (select from json_array_elements(p_details -> 'steps') with ordinality as w (step, n)
        where w.n < s.n and w.step ->> 'label' = 'wrong')), '')
    when 'rated' then null
    else p_outcome end
$$;
alter table gold_items add column expected_key text not null;

-- The lead at which votes of this accuracy decide between two with 5 % of either error (Wald 1945); the same as `waldLead`.
create function wald_lead(p_accuracy double precision) returns int language sql immutable parallel safe as $$
  select greatest(1, ceil(ln(0.95::float8 / 0.05::float8) / ln(p_accuracy / (1 - p_accuracy)) - 1e-9)::int)
$$;

-- How many judgments a comparison with these is to get, and whether it is contested. The same rule as the domain's `askedFor`.
create function adaptive_target(p_comparison uuid, p_target smallint, p_rule jsonb, out target smallint, out contested boolean)
language plpgsql stable as $$
declare
  v_votes record;
  v_needed int;
  v_most int := (p_rule ->> 'most')::int;
begin
  target := p_target;
  contested := false;
  with votes as (
    select case j.outcome when 'preference' then case when j.strength < 0 then 'first' else 'second' end
        when 'ranking' then 'ranking ' || array_to_string(j.ranks, ' ', '-') when 'cannot_judge' then null else j.outcome end as said,
      case j.outcome when 'preference' then j.strength when 'tie' then 0 end as strength
    from assignments a join judgments j on j.id = a.judgment_id
    where a.comparison_id = p_comparison and a.state = 'submitted' and takes_place(a.kind) and not j.surplus
      and a.set_aside is null
  ), counted as (
    select said, count(*)::int as n from votes where said is not null group by said
  )
  select (select count(*)::int from votes) as n, (select count(*)::int from counted) as opinions,
    coalesce((select max(strength) - min(strength) from votes), 0) as spread,
    coalesce((select n from counted order by n desc limit 1), 0) - coalesce((select n from counted order by n desc offset 1 limit 1), 0) as lead
  into v_votes;
  if v_votes.n < p_target or (v_votes.opinions = 1 and v_votes.spread <= 2) then return; end if;
  v_needed := wald_lead((p_rule ->> 'accuracy')::float8);
  if v_votes.lead >= v_needed then return; end if;
  if v_votes.lead + v_most - v_votes.n < v_needed then contested := true; return; end if;
  target := v_votes.n + v_needed - v_votes.lead;
end $$;

drop function submit_judgment(uuid, uuid, uuid, uuid, int, int, text, smallint, real, text, jsonb, int, bytea, smallint[], json);
-- Stores one judgment. p_strength is as if the responses had been shown in canonical order; p_ranks and p_details are in
-- canonical order already. status: counted, revised, surplus, or not_found, conflict, locked. The rules are the domain's
-- `place` for the event submit. graded: it is the answer to a gold comparison, and its result is stored too.
create function submit_judgment(
  p_id uuid, p_project uuid, p_assignment uuid, p_annotator uuid, p_question_version int, p_guidelines_version int,
  p_outcome text, p_position smallint, p_strength real, p_rationale text, p_view jsonb, p_active_ms int, p_payload_hash bytea,
  p_ranks smallint[], p_details json,
  out status text, out created_at timestamptz, out graded boolean
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
  v_head_at timestamptz;
  v_was_counted boolean;
  v_counted boolean;
  -- Gold, repeats and exams take no place, and always look counted to who gives them.
  v_places boolean;
  v_target smallint;
  v_contested boolean;
begin
  graded := false;
  select a.comparison_id into v_comparison_id from assignments a
  where a.id = p_assignment and a.annotator_id = p_annotator and a.project_id = p_project;
  if not found then status := 'not_found'; return; end if;
  select c.leased, c.judged, c.target_judgments, c.routable, c.contested,
    (select p.routing -> 'adaptive' from projects p where p.id = p_project) as adaptive into v_comparison
  from comparisons c where c.id = v_comparison_id for no key update;
  select a.state, a.presented_order, a.kind, a.exam_attempt into v_assignment from assignments a where a.id = p_assignment;

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
      v_head_at := v_judgment.created_at;
    end if;
  end loop;

  if v_head_outcome <> 'retracted' and judgment_lock(p_project, v_head_at) is not null then status := 'locked'; return; end if;

  v_places := takes_place(v_assignment.kind);
  v_was_counted := v_assignment.state = 'submitted' and not v_head_surplus;
  -- A counted judgment stays one. Who holds a lease has a place; who comes late takes a free one, if there is one.
  v_counted := not v_places or v_was_counted or case when v_assignment.state = 'leased'
    then v_comparison.judged < v_comparison.target_judgments else v_comparison.routable end;
  created_at := clock_timestamp();

  insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome,
    position, strength, ranks, details, rationale, view, active_ms, surplus, supersedes, payload_hash, created_at)
  values (p_id, p_project, v_comparison_id, p_assignment, p_annotator, p_question_version, p_guidelines_version, p_outcome,
    p_position, case v_assignment.presented_order when '{0,1}' then p_strength when '{1,0}' then 0 - p_strength end,
    p_ranks, p_details, p_rationale, p_view, p_active_ms, not v_counted, v_head_id, p_payload_hash, created_at);
  delete from drafts d where d.assignment_id = p_assignment;
  update assignments a set state = 'submitted', judgment_id = p_id, skip_reason = null, skip_note = null,
    closed_at = case when v_assignment.state = 'submitted' then a.closed_at else submit_judgment.created_at end
  where a.id = p_assignment;
  if v_assignment.kind in ('gold', 'practice') then
    insert into gold_results (judgment_id, assignment_id, project_id, annotator_id, comparison_id, exam_attempt, matched, expected)
    select p_id, p_assignment, p_project, p_annotator, v_comparison_id, v_assignment.exam_attempt,
      gold_key(j.outcome, j.strength, j.ranks, j.details) = g.expected_key, g.expected
    from judgments j join gold_items g on g.comparison_id = v_comparison_id where j.id = p_id;
    graded := found;
  end if;
  if v_places and (v_assignment.state in ('leased', 'skipped') or v_counted <> v_was_counted) then
    update comparisons c set leased = c.leased - (v_assignment.state = 'leased')::int, skipped = c.skipped - (v_assignment.state = 'skipped')::int,
      judged = c.judged + v_counted::int - v_was_counted::int
    where c.id = v_comparison_id;
  end if;
  if v_places and v_counted and jsonb_typeof(v_comparison.adaptive) = 'object' then
    select t.target, t.contested into v_target, v_contested
    from adaptive_target(v_comparison_id, v_comparison.target_judgments, v_comparison.adaptive) t;
    if v_target > v_comparison.target_judgments or v_contested <> v_comparison.contested then
      update comparisons c set target_judgments = v_target, contested = v_contested,
        asked = case when v_target > c.target_judgments then v_target else c.asked end
      where c.id = v_comparison_id;
    end if;
  end if;
  status := case when v_head_outcome <> 'retracted' then 'revised' when v_counted then 'counted' else 'surplus' end;
end $$;
