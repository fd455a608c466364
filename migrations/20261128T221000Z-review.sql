-- Review: what reviewers decide of comparisons, and everything that is done there.

-- One reviewer's own decision; nothing of it changes later.
create table adjudications (
  -- The client's UUID: sending twice stores once.
  id uuid primary key,
  project_id uuid not null,
  comparison_id uuid not null references comparisons on delete cascade,
  -- Counts the decisions of the comparison that were withdrawn before it.
  turn smallint not null default 0,
  reviewer_id uuid not null references users,
  question_version int not null,
  outcome text not null,
  position smallint,
  -- In canonical order, as of judgments.
  strength double precision check (strength between -3 and 3),
  ranks smallint[],
  presented_order smallint[] not null,
  confidence text not null check (confidence in ('low', 'medium', 'high')),
  cause text not null check (cause in ('ambiguous', 'guideline_gap', 'error', 'edge_case', 'subjective', 'other')),
  note text,
  -- The reviewer had seen the votes before.
  revealed boolean not null,
  promote_to_gold boolean not null,
  -- Decisions that had to agree when the turn began.
  needed smallint not null check (needed between 1 and 2),
  created_at timestamptz not null default clock_timestamp(),
  unique (comparison_id, turn, reviewer_id)
);

-- What came of them: the label goes by it until it is withdrawn.
create table review_decisions (
  id uuid primary key,
  project_id uuid not null,
  comparison_id uuid not null references comparisons on delete cascade,
  turn smallint not null,
  outcome text not null,
  strength double precision check (strength between -3 and 3),
  ranks smallint[],
  promote_to_gold boolean not null,
  decided_at timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz,
  withdrawn_by uuid references users,
  withdrawn_because text,
  unique (comparison_id, turn)
);
create unique index review_decisions_valid on review_decisions (comparison_id) where withdrawn_at is null;
create index review_decisions_project on review_decisions (project_id, id desc) where withdrawn_at is null;
create index adjudications_project on adjudications (project_id, comparison_id);

-- Who did what when; never changed.
create table review_events (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  comparison_id uuid references comparisons on delete cascade,
  actor_id uuid not null references users,
  kind text not null check (kind in (
    'revealed', 'decided', 'settled', 'withdrawn', 'sent_back', 'dispute_answered', 'settings_changed', 'excluded', 'included')),
  facts jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp()
);
create index review_events_project on review_events (project_id, id desc);
create index review_events_comparison on review_events (comparison_id, kind) where comparison_id is not null;

-- What a lead answers to a dispute; upheld: the annotator was right.
alter table feedback add column answer text;
alter table feedback add column upheld boolean;
alter table feedback add check ((answer is null) = (upheld is null));
create index feedback_open on feedback (project_id, id) where disputed and settled_at is null;
