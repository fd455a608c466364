-- What training on a version, or on a recipe as it would be frozen now, will meet. Each is made once and never changed; all of
-- it can be made anew.

create table health_reports (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  -- Null: of a recipe that is not frozen.
  version_id uuid references dataset_versions on delete cascade,
  recipe jsonb not null,
  -- The version's id, or the sha256 of the recipe: what is equal is made once at a time.
  subject text not null,
  state text not null check (state in ('queued', 'running', 'ready', 'failed', 'cancelled')),
  step text,
  percent double precision not null default 0,
  as_of timestamptz,
  -- json keeps numbers as written.
  result json,
  error jsonb,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  heartbeat_at timestamptz,
  finished_at timestamptz
);
create index health_reports_of_version on health_reports (version_id, id desc) where version_id is not null;
create index health_reports_of_project on health_reports (project_id, id desc);
create unique index health_reports_under_way on health_reports (project_id, subject) where state in ('queued', 'running');
create unique index health_reports_ready on health_reports (version_id) where state = 'ready' and version_id is not null;
create index health_reports_unfinished on health_reports (state) where state in ('queued', 'running');
