-- Who gets which comparison, and when. A project without a policy pays nothing for any of it.

-- The policy as `routingPolicy` in the contract has it; null: none was ever set, and nothing below is looked at.
alter table projects add column routing jsonb;

-- Higher goes first. only_for: 'member:<id>' or 'team:<name>', any of which may work on it; null: everybody.
alter table batches add column priority smallint not null default 0 check (priority between -100 and 100);
alter table batches add column skills text[] not null default '{}';
alter table batches add column only_for text[];

alter table comparisons add column only_for text[];
-- Its own priority; null: that of its batch.
alter table comparisons add column priority smallint check (priority between -100 and 100);
-- Routing order without a change of rank, which is the order of lists and datasets.
alter table comparisons add column shift bigint not null default 0;
alter table comparisons add column route bigint not null generated always as (rank + shift) stored;
-- How many judgments disagreement has asked for; 0: none was. The target is never less.
alter table comparisons add column asked smallint not null default 0;
-- Disagreement stayed up to the most judgments that may be asked for.
alter table comparisons add column contested boolean not null default false;
drop index comparisons_route;
create index comparisons_route on comparisons (project_id, route) where routable;

-- Which attempt at the exam this answer belongs to.
alter table assignments add column exam_attempt smallint;

-- What a claim must know of a person in a project stands in the row that it locks anyhow.
alter table annotator_cursors rename column rank to route;
alter table annotator_cursors alter column route set default -9223372036854775808;
-- New assignments so far, and how many of them were gold.
alter table annotator_cursors add column given int not null default 0;
alter table annotator_cursors add column gold_given int not null default 0;
-- Has written a response of this project: then claims look out for it.
alter table annotator_cursors add column has_written boolean not null default false;
alter table annotator_cursors add column paused_at timestamptz;
-- The practice round is to be answered again since then.
alter table annotator_cursors add column practice_since timestamptz;
alter table annotator_cursors add column qualified_until timestamptz;
update annotator_cursors k set given = (
  select count(*) from assignments a where a.annotator_id = k.annotator_id and a.project_id = k.project_id and a.kind = 'normal');
insert into annotator_cursors (project_id, annotator_id, has_written)
  select distinct p.project_id, r.author_id, true from responses r join prompts p on p.id = r.prompt_id where r.author_id is not null
  on conflict (project_id, annotator_id) do update set has_written = true;

alter table project_members add column languages text[] not null default '{}';
alter table project_members add column skills text[] not null default '{}';
alter table project_members add column teams text[] not null default '{}';

-- Comparisons with a known answer. They are closed for ordinary work and look like it.
create table gold_items (
  comparison_id uuid primary key references comparisons on delete cascade,
  project_id uuid not null references projects on delete cascade,
  -- The answer as if the responses were shown in canonical order, to this version of the question.
  expected jsonb not null,
  question_version int not null,
  -- The kind of that question: items of another kind than the question has now are not given.
  kind text not null,
  source text not null check (source in ('manual', 'import', 'unanimous', 'adjudicated')),
  exam boolean not null default false,
  -- People it was given to.
  exposures int not null default 0,
  created_by uuid references users,
  created_at timestamptz not null default now()
);
create index gold_items_project on gold_items (project_id);

-- What came of a gold judgment. matched is null where the answer cannot be compared.
create table gold_results (
  judgment_id uuid primary key references judgments on delete cascade,
  assignment_id uuid not null references assignments on delete cascade,
  project_id uuid not null,
  annotator_id uuid not null references users,
  comparison_id uuid not null references comparisons on delete cascade,
  exam_attempt smallint,
  matched boolean,
  expected jsonb not null,
  graded_at timestamptz not null default clock_timestamp()
);
create index gold_results_annotator on gold_results (project_id, annotator_id);
create index gold_results_assignment on gold_results (assignment_id);
create index gold_results_comparison on gold_results (comparison_id);

create table exam_attempts (
  project_id uuid not null references projects on delete cascade,
  annotator_id uuid not null references users on delete cascade,
  attempt smallint not null,
  items smallint not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  correct smallint,
  passed boolean,
  primary key (project_id, annotator_id, attempt)
);

-- What rules and people did about an annotator. Nothing is taken out: what is undone says so.
create table routing_events (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  annotator_id uuid not null references users on delete cascade,
  action text not null check (action in ('notify', 'practice', 'pause', 'review')),
  -- The rule and the numbers that set it off; null: a person did it.
  rule jsonb,
  evidence jsonb,
  note text,
  created_by uuid references users,
  created_at timestamptz not null default clock_timestamp(),
  undone_by uuid references users,
  undone_at timestamptz
);
create index routing_events_annotator on routing_events (project_id, annotator_id, id);
