-- Which comparison comes next may be drawn: by what its judgment would tell, with a uniform slice. See ADR 10.

update projects set routing = routing || '{"active": null}' where routing is not null and not routing ? 'active';

-- The chance with which the draw gave this comparison to this person; null where the order decided.
alter table assignments add column sampling_probability double precision
  check (sampling_probability > 0 and sampling_probability <= 1);

-- What a worker last found to be worth judging in a project. All of it can be made anew.
create table active_pools (
  project_id uuid primary key references projects on delete cascade,
  -- Judgments up to this moment are in.
  as_of timestamptz not null,
  took_ms int not null,
  -- Votes on two models each that the abilities were estimated from, and groups of models that none of them joins.
  votes bigint not null,
  islands int not null,
  -- Comparisons that wanted judgments, and how many of them are in the pool.
  open_comparisons int not null,
  pooled int not null,
  -- The pool is dealt into so many hands, which are worth about the same; the draw looks at one of them.
  hands int not null,
  -- The uniform draw looks at blocks of so many places of the order; so chosen that about 32 of them were open.
  block_width bigint not null check (block_width > 0),
  last_rank bigint
);

create table active_pool_items (
  project_id uuid not null references active_pools on delete cascade,
  hand int not null,
  comparison_id uuid not null references comparisons on delete cascade,
  -- In nats.
  value double precision not null check (value > 0),
  primary key (project_id, comparison_id)
);
create index active_pool_items_hand on active_pool_items (project_id, hand);
create index active_pool_items_comparison on active_pool_items (comparison_id);
