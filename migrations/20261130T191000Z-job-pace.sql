-- Where the worker that runs an import now took it up: its pace is told from there.
alter table imports
  add column taken_up_at timestamptz,
  add column taken_up_bytes bigint not null default 0,
  add column taken_up_lines bigint not null default 0;

-- How long a freeze has taken, and what it is expected to take by the last one of the project.
alter table dataset_versions add column freeze_ms bigint;
alter table freeze_progress
  add column started_at timestamptz,
  add column step_at timestamptz,
  add column comparisons bigint not null default 0,
  add column expected_ms bigint;
