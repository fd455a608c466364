-- A share of the comparisons may get more judgments than the others, so that agreement can be measured.

alter table projects add column shared_percent smallint check (shared_percent between 1 and 100);
alter table projects add column shared_judgments smallint check (shared_judgments between 2 and 100);
alter table projects add check ((shared_percent is null) = (shared_judgments is null));

-- How many judgments a comparison is to get. Whether it is shared hangs on the last 32 bits of its id, which are random: a
-- larger share keeps those of a smaller one. The same rule as the domain's `targetOf`.
create function target_of(p_comparison uuid, p_target smallint, p_percent smallint, p_shared smallint) returns smallint
language sql immutable parallel safe as $$
  select case when ('x' || right(p_comparison::text, 8))::bit(32)::bigint * 100 < coalesce(p_percent, 0) * 4294967296
    then greatest(p_target, p_shared) else p_target end
$$;
