-- What is withdrawn counts nowhere but in pay: no answer to it as gold says anything of people, in the work and in an exam, and gold
-- comparisons and examples of the practice round can be withdrawn, too.

-- When comparisons of this project were last withdrawn or returned: what was made of judgments before is behind.
alter table projects add column withdrawals_changed_at timestamptz;

-- Whether a judgment is as expected; null where the two cannot be compared, as where it answers another kind of question, or the
-- comparison is withdrawn. Else the same rule as the domain's `isAsExpected`.
create or replace function gold_matched(p_item gold_items, p_judgment judgments) returns boolean language sql stable as $$
  select case
    when p_item.kind = 'single' and p_judgment.outcome <> 'cannot_judge'
      and p_item.expected ->> 'outcome' <> (case when p_judgment.outcome in ('thumbs_up', 'thumbs_down') then 'thumbs' else p_judgment.outcome end) then null
    when p_judgment.outcome = 'rated' then ratings_near(p_item.ratings, p_judgment.details, q.form::jsonb)
    when p_judgment.outcome = 'ranking' and p_item.expected ->> 'outcome' = 'ranking' and p_item.ranking ->> 'rule' <> 'exact' then
      case p_item.ranking ->> 'rule' when 'best' then best_of(p_judgment.ranks) = best_of(k.ranks)
        else rankings_alike(k.ranks, p_judgment.ranks, (p_item.ranking ->> 'percent')::int) end
    else gold_key(p_judgment.outcome, p_judgment.strength, p_judgment.ranks, p_judgment.details) = p_item.expected_key end
  from questions q
  cross join lateral (select array(
    select nullif(r.value, 'null')::text::smallint from jsonb_array_elements(case jsonb_typeof(p_item.expected -> 'ranks') when 'array'
      then p_item.expected -> 'ranks' else '[]' end) with ordinality as r (value, n) order by r.n) as ranks) k
  left join comparisons c on c.id = p_judgment.comparison_id
  where c.state is distinct from 'withdrawn' and q.project_id = p_judgment.project_id and q.version = p_judgment.question_version and q.form #>> '{main,kind}' = p_item.kind
$$;

-- Closes an attempt in which every item has an answer, and says whether this person may work now. A skipped item is not right,
-- unless it is none for this person any more; nor does one count that is no part of the exam any more, or withdrawn.
create or replace function finish_exam(p_project uuid, p_annotator uuid, p_routing jsonb) returns boolean language plpgsql as $$
declare
  v_attempt smallint;
  v_items int;
  v_correct int;
  v_passed boolean;
begin
  select x.attempt into v_attempt from exam_attempts x
  where x.project_id = p_project and x.annotator_id = p_annotator and x.finished_at is null;
  if not found or exists (
    select from exam_items(p_project, p_annotator) g
    left join assignments a on a.comparison_id = g.comparison_id and a.annotator_id = p_annotator and a.exam_attempt = v_attempt
    where coalesce(a.state, 'leased') not in ('submitted', 'skipped')
  ) then return false; end if;
  select count(*), count(*) filter (where r.matched) into v_items, v_correct
  from assignments a join gold_items g on g.comparison_id = a.comparison_id and g.exam
  join comparisons c on c.id = a.comparison_id and c.state <> 'withdrawn'
  left join gold_results r on r.judgment_id = a.judgment_id
  where a.annotator_id = p_annotator and a.project_id = p_project and a.exam_attempt = v_attempt
    and (a.state = 'submitted' or a.comparison_id in (select e.comparison_id from exam_items(p_project, p_annotator) e));
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

-- What was withdrawn before is made anew without its judgments.
update overview_progress o set broken = true where exists (select from comparisons c where c.project_id = o.project_id and c.state = 'withdrawn');
update projects p set withdrawals_changed_at = clock_timestamp()
where exists (select from comparisons c where c.project_id = p.id and c.state = 'withdrawn');
