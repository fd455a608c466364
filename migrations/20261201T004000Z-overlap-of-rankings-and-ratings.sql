-- More judgments where people differ, beyond pairs: rankings by their best, ratings by how far they lie apart; and what was asked for
-- is taken back when the votes that differed are changed.

-- Ratings have no lead, and no accuracy that would warrant one.
alter table adaptive_looks alter column accuracy drop not null;

-- So much of the range of a scale may ratings lie apart: 2 points of 1 to 5.
update projects set routing = jsonb_set(routing, '{adaptive,spreadPercent}', '50')
where jsonb_typeof(routing -> 'adaptive') = 'object' and routing -> 'adaptive' -> 'spreadPercent' is null;

-- How many ratings a comparison is to get: enough are there when of each rating two thirds lie within the spread that the policy
-- allows, else as many more as could bring that. lead: how many lie so of the rating with the fewest; needed: two thirds of its votes.
-- The same rule as the domain's `ratingsAskedFor`.
create function ratings_target(p_comparison uuid, p_target smallint, p_rule jsonb, p_ratings jsonb, out target smallint, out contested boolean,
  out judgments int, out lead int, out needed int, out learnt int, out voters int)
language plpgsql stable as $$
declare
  v_given int;
  v_worst record;
  v_more int;
  v_spread numeric := coalesce((p_rule ->> 'spreadPercent')::numeric, 50);
begin
  target := p_target;
  contested := false;
  select count(*) into v_given from assignments a join judgments j on j.id = a.judgment_id
  where a.comparison_id = p_comparison and a.state = 'submitted' and takes_place(a.kind) and not j.surplus and a.set_aside is null;
  if v_given < p_target then return; end if;
  with given as materialized (
    select r.key, r.value, f.max - f.min as range
    from assignments a join judgments j on j.id = a.judgment_id
    cross join lateral json_to_recordset(j.details -> 'ratings') as r (key text, response int, value numeric)
    join jsonb_to_recordset(p_ratings) as f (key text, min numeric, max numeric) on f.key = r.key
    where a.comparison_id = p_comparison and a.state = 'submitted' and takes_place(a.kind) and not j.surplus and a.set_aside is null
      and j.outcome = 'rated' and r.response = 0
  ), clusters as (
    select low.key, low.value, count(*)::int as n
    from (select distinct key, value, range from given) low
    join given g on g.key = low.key and g.value >= low.value and (g.value - low.value) * 100 <= low.range * v_spread
    group by low.key, low.value
  ), per_key as (
    select c.key, max(c.n) as near, (select count(*)::int from given g where g.key = c.key) as n from clusters c group by c.key
  )
  select k.near, k.n into v_worst from per_key k order by greatest(0, 2 * k.n - 3 * k.near) desc, k.n - k.near desc, k.key limit 1;
  if not found then
    -- Nobody could rate it.
    select 0 as near, 0 as n into v_worst;
    v_more := 1;
  elsif v_worst.near = v_worst.n then
    return;
  else
    v_more := greatest(0, 2 * v_worst.n - 3 * v_worst.near);
  end if;
  judgments := v_given;
  lead := v_worst.near;
  voters := v_worst.n;
  needed := greatest(1, ceil(2 * v_worst.n / 3.0));
  learnt := 0;
  if v_more = 0 then return; end if;
  if v_given + v_more > (p_rule ->> 'most')::int then contested := true; return; end if;
  target := v_given + v_more;
end $$;

-- How many judgments a comparison with these is to get, and whether it is contested; what it was decided by, null while nothing is to
-- decide. The same rules as the domain's `askedFor` and `warrantedAccuracy`; of ratings `ratings_target`. Of rankings the best is compared.
create or replace function adaptive_target(p_comparison uuid, p_target smallint, p_rule jsonb, out target smallint, out contested boolean,
  out judgments int, out lead int, out needed int, out accuracy double precision, out learnt int, out voters int)
language plpgsql stable as $$
declare
  v_votes record;
  v_most int := (p_rule ->> 'most')::int;
  v_assumed float8 := (p_rule ->> 'accuracy')::float8;
  v_learns boolean := coalesce((p_rule ->> 'learnt')::boolean, true);
  v_ratings jsonb;
begin
  select q.form -> 'ratings' into v_ratings
  from comparisons c join projects p on p.id = c.project_id join questions q on q.project_id = p.id and q.version = p.question_version
  where c.id = p_comparison and q.form #>> '{main,ask}' = 'rating';
  if found then
    select r.* into target, contested, judgments, lead, needed, learnt, voters
    from ratings_target(p_comparison, p_target, p_rule, v_ratings) r;
    return;
  end if;
  target := p_target;
  contested := false;
  with votes as (
    select case j.outcome when 'preference' then case when j.strength < 0 then 'first' else 'second' end
        when 'ranking' then 'best ' || array_to_string(best_of(j.ranks), ' ') when 'cannot_judge' then null else j.outcome end as said,
      case j.outcome when 'preference' then j.strength when 'tie' then 0 end as strength,
      -- So few answers say nothing yet.
      case when v_learns and x.answers >= 20 then x.accuracy end as known
    from assignments a join judgments j on j.id = a.judgment_id
    left join annotator_accuracies x on x.project_id = a.project_id and x.annotator_id = a.annotator_id
    where a.comparison_id = p_comparison and a.state = 'submitted' and takes_place(a.kind) and not j.surplus
      and a.set_aside is null
  ), counted as (
    select said, count(*)::int as n from votes where said is not null group by said
  )
  select (select count(*)::int from votes) as n, (select count(*)::int from counted) as opinions,
    coalesce((select max(strength) - min(strength) from votes), 0) as spread,
    coalesce((select n from counted order by n desc limit 1), 0) - coalesce((select n from counted order by n desc offset 1 limit 1), 0) as lead,
    (select count(*)::int from votes where said is not null) as voters,
    (select count(known)::int from votes where said is not null) as learnt,
    (select avg(ln(coalesce(known, v_assumed) / (1 - coalesce(known, v_assumed)))) from votes where said is not null) as log_odds
  into v_votes;
  if v_votes.n < p_target or (v_votes.opinions = 1 and v_votes.spread <= 2) then return; end if;
  judgments := v_votes.n;
  lead := v_votes.lead;
  voters := v_votes.voters;
  learnt := v_votes.learnt;
  accuracy := case when learnt = 0 then v_assumed else least(0.99, greatest(0.55, 1 / (1 + exp(-v_votes.log_odds)))) end;
  needed := wald_lead(accuracy);
  if lead >= needed then return; end if;
  if lead + v_most - judgments < needed then contested := true; return; end if;
  target := judgments + needed - lead;
end $$;

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
  v_again boolean;
begin
  graded := false;
  select a.comparison_id into v_comparison_id from assignments a
  where a.id = p_assignment and a.annotator_id = p_annotator and a.project_id = p_project;
  if not found then status := 'not_found'; return; end if;
  select c.leased, c.judged, c.target_judgments, c.routable, c.contested, p.routing -> 'adaptive' as adaptive,
    target_of(c.id, p.target_judgments, p.shared_percent, p.shared_judgments) as base into v_comparison
  from comparisons c join projects p on p.id = p_project where c.id = v_comparison_id for no key update of c;
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
    -- A vote that was changed may have made what was asked for needless: then it is weighed as if nothing had been, and what is
    -- given and held stays.
    v_again := v_was_counted and v_head_outcome <> 'retracted' and v_comparison.target_judgments > v_comparison.base;
    select * into v_asked from adaptive_target(v_comparison_id,
      case when v_again then v_comparison.base else v_comparison.target_judgments end, v_comparison.adaptive);
    if v_again then v_asked.target := greatest(v_asked.target, v_comparison.judged + v_comparison.leased); end if;
    if v_asked.needed is not null then
      insert into adaptive_looks as l (comparison_id, judgments, lead, needed, accuracy, learnt, voters)
      values (v_comparison_id, v_asked.judgments, v_asked.lead, v_asked.needed, v_asked.accuracy, v_asked.learnt, v_asked.voters)
      on conflict (comparison_id) do update set judgments = excluded.judgments, lead = excluded.lead, needed = excluded.needed,
        accuracy = excluded.accuracy, learnt = excluded.learnt, voters = excluded.voters, looked_at = excluded.looked_at;
    elsif v_again then
      delete from adaptive_looks l where l.comparison_id = v_comparison_id;
    end if;
    if v_asked.target <> v_comparison.target_judgments or v_asked.contested <> v_comparison.contested then
      update comparisons c set target_judgments = v_asked.target, contested = v_asked.contested,
        asked = case when v_asked.target = c.target_judgments then c.asked when v_asked.target > v_comparison.base then v_asked.target else 0 end
      where c.id = v_comparison_id;
    end if;
  end if;
  status := case when v_head_outcome <> 'retracted' then 'revised' when v_counted then 'counted' else 'surplus' end;
end $$;
