-- Which column is what, saved for files of the same shape.
create table import_mappings (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  name text not null,
  -- As `mapping` in the contract.
  mapping jsonb not null,
  created_by uuid references users,
  saved_at timestamptz not null default clock_timestamp(),
  unique (project_id, name)
);
