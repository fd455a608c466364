-- What tells two versions apart, and why a row is there or not: stored at the freeze, in its snapshot.

-- Units that are no rows, each for its one reason. Together with dataset_rows these are all units of the snapshot.
create table dataset_drops (
  version_id uuid not null references dataset_versions on delete cascade,
  comparison_id uuid not null,
  -- As in dataset_rows; empty: none.
  id_suffix text not null,
  reason text not null,
  primary key (version_id, comparison_id, id_suffix)
);

-- The reviewers' decisions that held, where the recipe asks for them.
create table dataset_decisions (
  version_id uuid not null references dataset_versions on delete cascade,
  comparison_id uuid not null,
  decision_id uuid not null,
  primary key (version_id, comparison_id)
);

-- Prompts that are nearly the same as another one and were put into its part.
create table dataset_joined_prompts (
  version_id uuid not null references dataset_versions on delete cascade,
  prompt_id uuid not null,
  joined_to uuid not null,
  primary key (version_id, prompt_id)
);

-- False: frozen before these were stored.
alter table dataset_versions add column keeps_drops boolean not null default false;
-- What weighed the votes; null: nothing did.
alter table dataset_versions add column annotator_model_id uuid;

-- A unit of a version, and both of two versions in one order.
create index dataset_rows_unit on dataset_rows (version_id, comparison_id, (coalesce(id_suffix, '')));
-- What became of a judgment in a version.
create index dataset_votes_judgment on dataset_votes (version_id, judgment_id);

-- The line of the file that the comparison came from; null: imported before lines were kept, or not from a file.
alter table comparisons add column import_line bigint;
