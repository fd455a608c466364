-- Known answers of ratings, and rankings that are right without being the same: by their best, or when enough of their pairs agree.

-- How a ranking is compared: {"rule": "exact" | "best"} or {"rule": "alike", "percent": n}; what there is stays exact.
alter table gold_items add column ranking jsonb not null default '{"rule": "exact"}';
-- What is expected of each rating of a single answer: [{"key", "value"}]; null: no ratings are.
alter table gold_items add column ratings jsonb;

-- What two ranks say of their responses, as the domain's `rankedPair`: -1 the first is better, 1 the second, 0 alike, null nothing.
create function rank_order(p_one smallint, p_other smallint) returns int language sql immutable parallel safe as $$
  select case when p_one is null or p_other is null then case when p_one > 0 then -1 when p_other > 0 then 1 end
    when p_one = p_other then 0 when p_one = 0 then 1 when p_other = 0 then -1 when p_one < p_other then -1 else 1 end
$$;

-- Whether so many percent of the pairs that both rankings tell agree; a tie against an order is half of that. Null: they tell none.
create function rankings_alike(p_one smallint[], p_other smallint[], p_percent int) returns boolean language sql immutable parallel safe as $$
  select sum(2 - abs(o.one - o.other)) * 50 >= p_percent * count(*)
  from generate_subscripts(p_one, 1) a (i)
  join generate_subscripts(p_one, 1) b (i) on b.i > a.i
  cross join lateral (select rank_order(p_one[a.i], p_one[b.i]) as one, rank_order(p_other[a.i], p_other[b.i]) as other) o
  where o.one is not null and o.other is not null
$$;

create function best_of(p_ranks smallint[]) returns int[] language sql immutable parallel safe as $$
  select coalesce(array_agg(n::int order by n), '{}') from unnest(p_ranks) with ordinality as r (rank, n) where r.rank = 1
$$;

-- Whether each rating is within a quarter of the range of its scale, as where reviewers agree; null: the question asks for none of them.
create function ratings_near(p_expected jsonb, p_details json, p_form jsonb) returns boolean language sql immutable parallel safe as $$
  select bool_and(coalesce(abs(g.value - e.value) * 4 <= f.max - f.min, false))
  from jsonb_to_recordset(p_expected) as e (key text, value numeric)
  join jsonb_to_recordset(p_form -> 'ratings') as f (key text, min numeric, max numeric) on f.key = e.key
  left join json_to_recordset(p_details -> 'ratings') as g (key text, response int, value numeric) on g.key = e.key and g.response = 0
$$;

-- Whether a judgment is as expected; null where the two cannot be compared, as where it answers another kind of question. The same
-- rule as the domain's `isAsExpected`.
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
  where q.project_id = p_judgment.project_id and q.version = p_judgment.question_version and q.form #>> '{main,kind}' = p_item.kind
$$;
