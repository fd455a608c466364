-- The label of each comparison as it stands, and every one it had. All of it is derived and can be made anew.

-- How a project comes to its labels and how they are reviewed; without a row the defaults hold.
create table review_settings (
  project_id uuid primary key references projects on delete cascade,
  method text not null default 'majority' check (method in ('majority', 'weighted')),
  -- Reviewers decide before they see what others said.
  blind boolean not null default true,
  -- Independent decisions that have to agree; a third one decides when two do not.
  reviewers smallint not null default 1 check (reviewers between 1 and 2),
  updated_by uuid references users,
  updated_at timestamptz not null default now()
);

-- How often each annotator of a project is right, learnt from overlap; the newest one counts.
create table annotator_models (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  computed_at timestamptz not null default clock_timestamp(),
  -- What it was learnt from.
  votes int not null,
  comparisons int not null,
  annotators int not null,
  -- Null with a reason: nothing could be learnt.
  reason text,
  presumed_accuracy double precision,
  iterations int,
  converged boolean,
  -- [{annotatorId, votes, sharedVotes, accuracy, low, high, reason}]
  estimates jsonb not null default '[]',
  check ((reason is null) = (presumed_accuracy is not null))
);
create index annotator_models_newest on annotator_models (project_id, id desc);

create table resolutions (
  comparison_id uuid not null references comparisons on delete cascade,
  question text not null default 'main',
  -- No foreign key: the project's row would be locked by whoever stores.
  project_id uuid not null,
  version int not null,
  method text check (method in ('single', 'majority', 'weighted', 'adjudicated')),
  result text not null check (result in ('winner', 'tie', 'both_bad', 'contested', 'unresolved')),
  reason text,
  -- Canonical index, from 0.
  winner smallint,
  strength double precision,
  agreement double precision,
  -- That the first response is better.
  probability double precision,
  probability_low double precision,
  probability_high double precision,
  shares double precision[],
  votes_used int not null,
  disagreement double precision not null,
  -- Disagreement times value; 0: nothing to review.
  review_score double precision not null,
  model_id uuid,
  decision_id uuid,
  computed_at timestamptz not null default clock_timestamp(),
  primary key (comparison_id, question),
  check ((result = 'winner') = (winner is not null)),
  check ((result = 'unresolved') = (reason is not null))
) with (fillfactor = 80);
create index resolutions_project on resolutions (project_id, comparison_id);
create index resolutions_result on resolutions (project_id, result, comparison_id);
create index resolutions_review on resolutions (project_id, review_score desc, comparison_id desc)
  where review_score > 0 and decision_id is null;

create table resolution_versions (
  comparison_id uuid not null references comparisons on delete cascade,
  question text not null,
  version int not null,
  project_id uuid not null,
  resolution jsonb not null,
  -- Names of what is not as it was in the version before; of the first one all.
  changed text[] not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (comparison_id, question, version)
);

-- Comparisons whose label may have changed since it was stored. One row per statement and comparison, never updated: who
-- judges waits for nobody here.
create table resolution_changes (
  id bigint generated always as identity primary key,
  project_id uuid not null,
  comparison_id uuid not null
);
create index resolution_changes_project on resolution_changes (project_id, id);

create function note_judged() returns trigger language plpgsql as $$
begin
  insert into resolution_changes (project_id, comparison_id)
  select distinct n.project_id, n.comparison_id from new_judgments n;
  return null;
end $$;
create trigger judgments_noted after insert on judgments
  referencing new table as new_judgments for each statement execute function note_judged();

insert into resolution_changes (project_id, comparison_id)
select distinct project_id, comparison_id from judgments;
