-- A known answer is asked for only while the question can be answered so: gold, exams and practice leave out what was set for another
-- kind of question, and take it up again with a version that fits. Practice is graded as gold is, ratings and rankings too.

-- What is expected of each rating, how a ranking is compared, as in `gold_items`; and the version of the question it was set for
-- (null: from before this was kept, read as the one asked now).
alter table practice_examples add column ratings jsonb, add column ranking jsonb not null default '{"rule": "exact"}', add column question_version int;
update practice_examples e set question_version = (
  select max(q.version) from questions q where q.project_id = e.project_id and q.created_at <= e.created_at);
-- The ratings that were given where these are the answer, and the version of the question that was asked.
alter table practice_answers add column ratings jsonb, add column question_version int;

-- Whether a ranking is one that the question takes: a rank for each response, ties, the tray and the best k only where it has them.
create function ranking_offered(p_ranks jsonb, p_responses int, p_main jsonb) returns boolean language sql immutable parallel safe as $$
  select count(*) = p_responses
    and ((p_main ->> 'allowTies')::boolean or count(r.rank) filter (where r.rank > 0) = count(distinct r.rank) filter (where r.rank > 0))
    and ((p_main ->> 'allowUnacceptable')::boolean or count(*) filter (where r.rank = 0) = 0)
    and (p_main ->> 'topK' is not null or count(r.rank) = count(*))
  from (select nullif(e.value, 'null')::text::int as rank from jsonb_array_elements(p_ranks) e) r
$$;

-- Whether the question asked now (p_now) can be answered as is expected of a comparison of so many responses; p_then: the question it
-- was set for. Ratings are comparable on the same scale only. The same rule as where it is set: the domain's `expectationFault` and
-- `expectedRatingsFault`; steps are of the text, which does not change.
create function is_offered(p_expected jsonb, p_ratings jsonb, p_responses int, p_then jsonb, p_now jsonb) returns boolean
language sql immutable parallel safe as $$
  select coalesce(case
    when p_responses not between case m.kind when 'single' then 1 else 2 end and case m.kind when 'single' then 1 when 'pair' then 2 else 9 end then false
    when o.outcome = 'cannot_judge' then (case m.kind when 'pair' then m.main -> 'scale' else m.main end ->> 'allowCannotJudge')::boolean
    when o.outcome = 'both_bad' then m.kind = 'pair' and (m.main #>> '{scale,allowBothBad}')::boolean
    when o.outcome = 'tie' then m.kind = 'pair' and (m.main #>> '{scale,allowTie}')::boolean
    -- The middle of a scale is a tie.
    when o.outcome = 'scale' then m.kind = 'pair' and ((m.main #>> '{scale,allowTie}')::boolean
      or (p_expected ->> 'position')::int * 2 <> (coalesce(p_then, p_now) #>> '{main,scale,points}')::int + 1)
    when o.outcome = 'ranking' then m.kind = 'rank' and ranking_offered(p_expected -> 'ranks', p_responses, m.main)
    when o.outcome in ('thumbs', 'steps') then m.main ->> 'ask' = o.outcome
    when o.outcome = 'rated' then m.main ->> 'ask' = 'rating' and (
      select bool_and(coalesce(n.max >= e.value and n.min <= e.value and (t.key is null or (t.min = n.min and t.max = n.max)), false))
      from jsonb_to_recordset(p_ratings) as e (key text, value numeric)
      left join jsonb_to_recordset(p_now -> 'ratings') as n (key text, min numeric, max numeric) on n.key = e.key
      left join jsonb_to_recordset(coalesce(p_then, p_now) -> 'ratings') as t (key text, min numeric, max numeric) on t.key = e.key)
    end, false)
  from (select p_now -> 'main' as main, p_now #>> '{main,kind}' as kind) m, (select p_expected ->> 'outcome' as outcome) o
$$;

-- Nobody is examined on answers they wrote or edited, on content they opted out of, nor on what the question asked now cannot be
-- answered as is expected: those items are left out, of the attempt and of its pass mark. Who is left none is asked for no exam, as
-- where there is none.
create or replace function exam_items(p_project uuid, p_annotator uuid) returns table (comparison_id uuid) language sql stable as $$
  select g.comparison_id from gold_items g
  join comparisons c on c.id = g.comparison_id
  join projects p on p.id = g.project_id
  join questions n on n.project_id = p.id and n.version = p.question_version
  left join questions t on t.project_id = p.id and t.version = g.question_version
  where g.project_id = p_project and g.exam and c.state <> 'withdrawn' and not c.sensitive && opted_out(p_annotator)
    and not exists (select from responses r where r.id = any (c.response_ids) and r.author_id = p_annotator)
    -- What was set for this version was looked at then.
    and (g.question_version = p.question_version
      or is_offered(g.expected, g.ratings, cardinality(c.response_ids), t.form::jsonb, n.form::jsonb))
$$;

-- The examples of the round of one person, the oldest 50 that the question asked now can be answered as expected; `findExamples`
-- shows the same.
create or replace function practice_items(p_project uuid, p_annotator uuid default null) returns setof uuid language sql stable as $$
  select e.id from practice_examples e
  join comparisons c on c.id = e.comparison_id
  join projects p on p.id = e.project_id
  join questions n on n.project_id = p.id and n.version = p.question_version
  left join questions t on t.project_id = p.id and t.version = e.question_version
  where e.project_id = p_project and c.state <> 'withdrawn' and not c.sensitive && opted_out(p_annotator)
    and (e.question_version = p.question_version
      or is_offered(e.expected, e.ratings, cardinality(c.response_ids), t.form::jsonb, n.form::jsonb))
  order by e.id limit 50
$$;

-- A gold comparison for this person, of those that the question asked now can be answered as expected, those that fewest had first.
create or replace function claim_gold(p_project uuid, p_annotator uuid, p_new_id uuid, p_until timestamptz, p_routing jsonb, p_written boolean,
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
  join questions n on n.project_id = p_project and n.version = p.question_version
  left join questions t on t.project_id = p_project and t.version = g.question_version
  where g.project_id = p_project and not g.exam and c.state <> 'withdrawn' and g.kind = n.form #>> '{main,kind}'
    and g.exposures < (p_routing #>> '{gold,exposures}')::int
    and coalesce((select m.state from assignments m where m.comparison_id = g.comparison_id and m.annotator_id = p_annotator
      and m.repeat_number = 0), 'released') in ('expired', 'released')
    and not c.sensitive && p_opt_out and c.batch_id <> all (p_is.barred) and (c.only_for is null or c.only_for && p_is.tokens)
    and routing_fits(c.id, c.prompt_id, c.response_ids, p_annotator, p_written, p_is)
    and (g.question_version = p.question_version
      or is_offered(g.expected, g.ratings, cardinality(c.response_ids), t.form::jsonb, n.form::jsonb))
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

-- Items of the running attempt at the exam, which begins with the first of them. One that comes again is asked by the question of now.
create or replace function claim_exam(p_project uuid, p_annotator uuid, p_new_ids uuid[], p_until timestamptz)
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
    -- The next attempt waits until the person has looked at what came of the last one.
    if exists (select from exam_attempts x where x.project_id = p_project and x.annotator_id = p_annotator and not x.passed and x.seen_at is null) then
      return;
    end if;
    insert into exam_attempts (project_id, annotator_id, attempt, items)
    select p_project, p_annotator, coalesce((select max(x.attempt) from exam_attempts x where x.project_id = p_project and x.annotator_id = p_annotator), 0) + 1,
      (select count(*) from exam_items(p_project, p_annotator))
    returning attempt into v_attempt;
  end if;
  for v_item in
    select g.comparison_id, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive, p.question_version, p.guidelines_version,
      m.id as again_id, m.state, coalesce((select max(a.repeat_number) + 1 from assignments a
        where a.comparison_id = g.comparison_id and a.annotator_id = p_annotator), 0) as next_number
    from exam_items(p_project, p_annotator) g
    join comparisons c on c.id = g.comparison_id
    join projects p on p.id = p_project
    left join assignments m on m.comparison_id = g.comparison_id and m.annotator_id = p_annotator and m.exam_attempt = v_attempt
    where coalesce(m.state, 'released') in ('expired', 'released')
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
      update assignments set state = 'leased', lease_expires_at = p_until, closed_at = null,
        question_version = v_item.question_version, guidelines_version = v_item.guidelines_version
      where id = v_item.again_id
      returning presented_order into v_extra.presented_order;
    end if;
    return next v_extra;
  end loop;
end $$;
