-- How far a freeze is. Beside the version, whose row is locked until the freeze is done.
create table freeze_progress (
  version_id uuid primary key references dataset_versions on delete cascade,
  step text not null check (step in ('rows', 'votes', 'texts', 'facts', 'agreement')),
  percent integer not null check (percent between 0 and 100)
);
