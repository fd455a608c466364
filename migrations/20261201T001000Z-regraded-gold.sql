-- What was answered to a gold comparison is graded anew when what is expected of it changes, and counts for nothing while nothing is.

-- When answers of a project were last graded anew: what was learnt from them is learnt anew.
alter table projects add column gold_changed_at timestamptz;

-- Whether a judgment is as expected; null where the two cannot be compared, as where it answers another kind of question.
create function gold_matched(p_item gold_items, p_judgment judgments) returns boolean language sql stable as $$
  select gold_key(p_judgment.outcome, p_judgment.strength, p_judgment.ranks, p_judgment.details) = p_item.expected_key
  from questions q
  where q.project_id = p_judgment.project_id and q.version = p_judgment.question_version and q.form #>> '{main,kind}' = p_item.kind
$$;

-- Grades the answers to a comparison by what is expected of it now; not at all where it is no gold comparison. Gives those whose
-- grade changed and that stand.
create function regrade_gold(p_comparison uuid) returns table (annotator_id uuid, exam_attempt smallint, graded_at timestamptz)
language sql as $$
  with graded as materialized (
    select r.judgment_id, r.matched as was, case when g.comparison_id is not null then gold_matched(g, j) end as matched, g.expected
    from gold_results r
    join judgments j on j.id = r.judgment_id
    left join gold_items g on g.comparison_id = r.comparison_id
    where r.comparison_id = p_comparison
  ), changed as (
    update gold_results r set matched = n.matched, expected = coalesce(n.expected, r.expected)
    from graded n
    where n.judgment_id = r.judgment_id and (n.matched is distinct from r.matched or n.expected is distinct from r.expected)
    returning r.judgment_id, r.annotator_id, r.exam_attempt, r.graded_at, n.was is distinct from n.matched as is_other
  ), noted as (
    update projects p set gold_changed_at = clock_timestamp()
    where exists (select from changed where is_other) and p.id = (select c.project_id from comparisons c where c.id = p_comparison)
  )
  select c.annotator_id, c.exam_attempt, c.graded_at
  from changed c join assignments a on a.judgment_id = c.judgment_id and a.state = 'submitted'
  where c.is_other
$$;

-- Answers to what is no gold comparison any more have kept their grade so far.
update gold_results r set matched = null
where r.matched is not null and not exists (select from gold_items g where g.comparison_id = r.comparison_id);

-- Stores one judgment. p_strength is as if the responses had been shown in canonical order; p_ranks and p_details are in
-- canonical order already. status: counted, revised, surplus, or not_found, conflict, locked. The rules are the domain's
-- `place` for the event submit. graded: it is the answer to a gold comparison, and its result is stored too.
create or replace function submit_judgment(
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
  v_asked record;
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
      gold_matched(g, j), g.expected
    from judgments j join gold_items g on g.comparison_id = v_comparison_id where j.id = p_id;
    graded := found;
  end if;
  if v_places and (v_assignment.state in ('leased', 'skipped') or v_counted <> v_was_counted) then
    update comparisons c set leased = c.leased - (v_assignment.state = 'leased')::int, skipped = c.skipped - (v_assignment.state = 'skipped')::int,
      judged = c.judged + v_counted::int - v_was_counted::int
    where c.id = v_comparison_id;
  end if;
  if v_places and v_counted and jsonb_typeof(v_comparison.adaptive) = 'object' then
    select * into v_asked from adaptive_target(v_comparison_id, v_comparison.target_judgments, v_comparison.adaptive);
    if v_asked.needed is not null then
      insert into adaptive_looks as l (comparison_id, judgments, lead, needed, accuracy, learnt, voters)
      values (v_comparison_id, v_asked.judgments, v_asked.lead, v_asked.needed, v_asked.accuracy, v_asked.learnt, v_asked.voters)
      on conflict (comparison_id) do update set judgments = excluded.judgments, lead = excluded.lead, needed = excluded.needed,
        accuracy = excluded.accuracy, learnt = excluded.learnt, voters = excluded.voters, looked_at = excluded.looked_at;
    end if;
    if v_asked.target > v_comparison.target_judgments or v_asked.contested <> v_comparison.contested then
      update comparisons c set target_judgments = v_asked.target, contested = v_asked.contested,
        asked = case when v_asked.target > c.target_judgments then v_asked.target else c.asked end
      where c.id = v_comparison_id;
    end if;
  end if;
  status := case when v_head_outcome <> 'retracted' then 'revised' when v_counted then 'counted' else 'surplus' end;
end $$;
