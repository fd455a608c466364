-- More judgments where people differ in the first wrong step, as where they differ in the best of a ranking.

-- The place of the first step that is wrong, from 1, as text; none where no step is. The same as the domain's `firstWrongOf`.
create function first_wrong(p_details json) returns text language sql immutable parallel safe as $$
  select coalesce(min(s.n)::text, 'none') from json_array_elements(p_details -> 'steps') with ordinality as s (step, n) where s.step ->> 'label' = 'wrong'
$$;

-- How many judgments a comparison with these is to get, and whether it is contested; what it was decided by, null while nothing is to
-- decide. The same rules as the domain's `askedFor` and `warrantedAccuracy`; of ratings `ratings_target`. Of rankings the best is compared, of steps the first wrong one.
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
        when 'ranking' then 'best ' || array_to_string(best_of(j.ranks), ' ') when 'steps' then 'first wrong ' || first_wrong(j.details)
        when 'cannot_judge' then null else j.outcome end as said,
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
