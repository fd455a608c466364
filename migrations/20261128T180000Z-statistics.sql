-- Statistics of a project, each computed once in the background from one snapshot of its judgments and never changed
-- afterwards: an address with its id shows the same numbers again. All of it can be computed anew.

create table statistics (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  kind text not null,
  -- What was asked for, as the contract has it, and the same as text with sorted keys: what is equal is computed once.
  options jsonb not null,
  options_key text not null,
  state text not null check (state in ('queued', 'running', 'ready', 'failed')),
  -- Judgments up to this moment are in, so many count.
  as_of timestamptz,
  judgments bigint,
  took_ms int,
  -- json keeps numbers as written: people and programs see the same ones to the last digit.
  result json,
  error jsonb,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  heartbeat_at timestamptz,
  finished_at timestamptz
);
create index statistics_latest on statistics (project_id, kind, options_key, id desc);
-- One at a time of each.
create unique index statistics_under_way on statistics (project_id, kind, options_key) where state in ('queued', 'running');
create index statistics_unfinished on statistics (state) where state in ('queued', 'running');
