-- The data of record: people, projects, text, work, judgments, datasets.
-- Ids are UUIDv7 given by the application (judgments: by the client). Times are timestamptz.

-- People ---------------------------------------------------------------------------------------

create table users (
  id uuid primary key,
  kind text not null check (kind in ('person', 'imported')),
  -- Lower-cased by the application. Imported annotators have none and can never sign in.
  email text unique check (email = lower(email)),
  name text not null,
  password_hash text,
  is_owner boolean not null default false,
  is_demo boolean not null default false,
  locale text not null default 'en' check (locale in ('en', 'zh-CN')),
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  check ((kind = 'person') = (email is not null))
);

create table sessions (
  -- sha256 of the cookie's token: a copy of this table signs nobody in.
  token_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text
);
create index sessions_user on sessions (user_id);

create table api_tokens (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  name text not null,
  secret_hash bytea not null unique,
  -- The last characters, so that a person can tell tokens apart.
  hint text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_user on api_tokens (user_id);

-- Failed sign-ins per account and per address, in fixed windows.
create table throttles (
  key text primary key,
  count int not null,
  window_ends_at timestamptz not null
);

-- Projects -------------------------------------------------------------------------------------

create table projects (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  description text not null default '',
  template text not null,
  language text not null check (language in ('en', 'zh-CN', 'mixed')),
  state text not null default 'active' check (state in ('active', 'paused', 'archived')),
  is_demo boolean not null default false,
  target_judgments smallint not null check (target_judgments between 1 and 100),
  lease_minutes smallint not null check (lease_minutes between 1 and 1440),
  question_version int not null default 1,
  guidelines_version int not null default 1,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table project_members (
  project_id uuid not null references projects on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('admin', 'researcher', 'reviewer', 'annotator')),
  created_at timestamptz not null default now(),
  primary key (project_id, user_id)
);
create index project_members_user on project_members (user_id);

create table guidelines (
  project_id uuid not null references projects on delete cascade,
  version int not null,
  markdown text not null,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  primary key (project_id, version)
);

create table questions (
  project_id uuid not null references projects on delete cascade,
  version int not null,
  text_en text not null,
  text_zh text not null,
  -- Positions on the scale from left to right; an odd number has the tie in the middle.
  points smallint not null check (points between 2 and 8),
  allow_tie boolean not null,
  allow_both_bad boolean not null,
  allow_cannot_judge boolean not null,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  primary key (project_id, version),
  check (points % 2 = 0 or allow_tie)
);

-- Imports --------------------------------------------------------------------------------------

create table imports (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  filename text not null,
  artifact_key text not null,
  size_bytes bigint,
  sha256 text,
  state text not null check (state in
    ('uploading', 'uploaded', 'checking', 'checked', 'queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- The pairing plan; known once a check or a run was asked for.
  pairing jsonb,
  -- Counts the checks and runs asked for: each has a job of its own in the queue.
  turn int not null default 0,
  -- What the checkpoint and the counters below belong to.
  phase text not null default 'upload' check (phase in ('upload', 'check', 'run')),
  -- Checkpoint: everything before this byte is committed. A killed run goes on from here.
  byte_offset bigint not null default 0,
  line_number bigint not null default 0,
  rows_accepted bigint not null default 0,
  rows_rejected bigint not null default 0,
  rows_duplicate bigint not null default 0,
  prompts_added bigint not null default 0,
  responses_added bigint not null default 0,
  comparisons_added bigint not null default 0,
  comparisons_planned bigint,
  comparisons_identical bigint not null default 0,
  notes jsonb not null default '[]',
  error jsonb,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz
);
create index imports_project on imports (project_id, id);
create index imports_unfinished on imports (state) where state in ('uploading', 'checking', 'queued', 'running');

create table import_rejects (
  import_id uuid not null references imports on delete cascade,
  line_number bigint not null,
  ordinal smallint not null,
  byte_offset bigint not null,
  byte_length bigint not null,
  path text not null,
  value text not null,
  code text not null,
  rule text not null,
  fix text not null,
  primary key (import_id, line_number, ordinal)
);

create table batches (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  import_id uuid references imports on delete set null,
  name text not null,
  created_at timestamptz not null default now()
);
create index batches_project on batches (project_id, id);
create unique index batches_import on batches (import_id);

-- Text: stored once, byte for byte ---------------------------------------------------------------

create table prompts (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  external_id text,
  -- json keeps the text as written; jsonb would reorder keys.
  messages json not null,
  content_hash bytea not null,
  language text,
  category text,
  source text,
  metadata jsonb,
  created_at timestamptz not null default now(),
  unique (project_id, content_hash)
);

create table responses (
  id uuid primary key,
  prompt_id uuid not null references prompts on delete cascade,
  model text not null,
  -- Null: the source names this response but does not hold its text.
  messages json,
  content_hash bytea not null,
  metadata jsonb,
  created_at timestamptz not null default now(),
  unique (prompt_id, content_hash)
);
comment on column responses.content_hash is 'sha256 of model name and canonical messages';

-- Work -------------------------------------------------------------------------------------------

create table comparisons (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  prompt_id uuid not null references prompts on delete cascade,
  -- Canonical order: strength < 0 prefers the first.
  response_ids uuid[] not null check (cardinality(response_ids) >= 2),
  batch_id uuid not null references batches on delete cascade,
  -- Routing order within the project, ascending.
  rank bigint not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  target_judgments smallint not null,
  -- Counters of the same transaction as the rows they count.
  leased smallint not null default 0 check (leased >= 0),
  judged smallint not null default 0 check (judged >= 0),
  skipped smallint not null default 0,
  flagged smallint not null default 0,
  -- Assignments ever made; with side_seed it balances which response is shown first.
  issued int not null default 0,
  side_seed smallint not null,
  routable boolean not null generated always as (state = 'open' and leased + judged < target_judgments) stored,
  metadata jsonb,
  created_at timestamptz not null default now(),
  unique (prompt_id, response_ids)
) with (fillfactor = 80);
create index comparisons_route on comparisons (project_id, rank) where routable;
create index comparisons_project on comparisons (project_id, rank, id);

-- Where each annotator's search for work goes on. Its row lock serialises one person's claims.
create table annotator_cursors (
  project_id uuid not null references projects on delete cascade,
  annotator_id uuid not null references users on delete cascade,
  rank bigint not null default -1,
  primary key (project_id, annotator_id)
) with (fillfactor = 50);

-- assignments and judgments reach their project through the comparison: a foreign key to the one
-- project row would make every concurrent vote lock it.
create table assignments (
  id uuid primary key,
  project_id uuid not null,
  comparison_id uuid not null references comparisons on delete cascade,
  annotator_id uuid not null references users,
  kind text not null default 'normal' check (kind in ('normal', 'gold', 'repeat', 'practice', 'review', 'imported')),
  -- 0 for the first time; a deliberate repeat of the same comparison counts up.
  repeat_number smallint not null default 0,
  -- presented_order[i] = canonical index (from 0) of the response shown at place i.
  presented_order smallint[] not null,
  state text not null check (state in ('leased', 'submitted', 'skipped', 'expired', 'released')),
  question_version int not null,
  guidelines_version int not null,
  lease_expires_at timestamptz,
  -- The judgment that counts; earlier ones are superseded.
  judgment_id uuid,
  skip_reason text,
  skip_note text,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  unique (comparison_id, annotator_id, repeat_number)
) with (fillfactor = 80);
create index assignments_leased on assignments (project_id, annotator_id, id) where state = 'leased';
-- "is not null" keeps this index from being taken for "my leases", where it would be walked whole.
create index assignments_expiring on assignments (lease_expires_at) where state = 'leased' and lease_expires_at is not null;
create index assignments_annotator on assignments (annotator_id, project_id, id);

create table judgments (
  -- The client's UUID: sending twice stores once.
  id uuid primary key,
  project_id uuid not null,
  comparison_id uuid not null references comparisons on delete cascade,
  assignment_id uuid not null references assignments on delete cascade,
  annotator_id uuid not null references users,
  question_version int not null,
  guidelines_version int not null,
  outcome text not null check (outcome in ('preference', 'tie', 'both_bad', 'cannot_judge', 'retracted')),
  -- The position pressed, 1..points from the left as shown; null for outcomes off the scale.
  position smallint,
  strength real check (strength between -3 and 3),
  rationale text,
  view jsonb,
  active_ms int,
  surplus boolean not null default false,
  source text not null default 'annotator' check (source in ('annotator', 'import')),
  supersedes uuid unique references judgments,
  -- sha256 of the request: the same id with another content is refused.
  payload_hash bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  check ((outcome = 'preference') = (strength is not null and strength <> 0))
);
create index judgments_annotator on judgments (annotator_id, project_id, id);
create index judgments_comparison on judgments (comparison_id);
create index judgments_project on judgments (project_id, created_at, id);

alter table assignments add foreign key (judgment_id) references judgments deferrable initially deferred;

-- Append-only: undo and edit add rows. Deleting is for whole projects only, and says so first.
create function refuse_judgment_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('pairwright.purge', true) = 'on' then
    return old;
  end if;
  raise exception 'judgments are append-only' using errcode = 'restrict_violation';
end $$;
create trigger judgments_append_only before update or delete on judgments
  for each row execute function refuse_judgment_change();

create table flags (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  comparison_id uuid not null references comparisons on delete cascade,
  assignment_id uuid not null references assignments on delete cascade,
  annotator_id uuid not null references users,
  reason text not null,
  note text,
  created_at timestamptz not null default now()
);
create index flags_comparison on flags (comparison_id);

-- Datasets -----------------------------------------------------------------------------------------

create table datasets (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  name text not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  recipe jsonb not null,
  -- Key of the annotators' pseudonyms: the same person has the same name in all versions.
  pseudonym_key bytea not null,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (project_id, slug)
);

create table dataset_versions (
  id uuid primary key,
  dataset_id uuid not null references datasets on delete cascade,
  project_id uuid not null references projects on delete cascade,
  version int not null,
  recipe jsonb not null,
  state text not null check (state in ('queued', 'running', 'ready', 'failed')),
  -- Judgments up to this moment are in.
  frozen_at timestamptz,
  comparisons_total bigint,
  rows_total bigint,
  votes_total bigint,
  drop_reasons jsonb,
  facts jsonb,
  error jsonb,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  heartbeat_at timestamptz,
  unique (dataset_id, version)
);
create index dataset_versions_unfinished on dataset_versions (state) where state in ('queued', 'running');

-- One line of a preference export.
create table dataset_rows (
  version_id uuid not null references dataset_versions on delete cascade,
  ordinal bigint not null,
  comparison_id uuid not null,
  prompt_id uuid not null,
  chosen_id uuid not null,
  rejected_id uuid not null,
  margin double precision not null,
  agreement double precision not null,
  judgments int not null,
  primary key (version_id, ordinal)
);

-- One line of the lossless export, counted or not.
create table dataset_votes (
  version_id uuid not null references dataset_versions on delete cascade,
  ordinal bigint not null,
  judgment_id uuid not null,
  annotator text not null,
  counted boolean not null,
  not_counted_because text,
  primary key (version_id, ordinal)
);

create table exports (
  id uuid primary key,
  version_id uuid not null references dataset_versions on delete cascade,
  project_id uuid not null references projects on delete cascade,
  format text not null,
  state text not null check (state in ('queued', 'running', 'ready', 'failed', 'cancelled')),
  rows_done bigint not null default 0,
  rows_total bigint,
  bytes_done bigint not null default 0,
  -- [{name, key, size, sha256, rows}], set when ready.
  files jsonb,
  error jsonb,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz,
  unique (version_id, format)
);
create index exports_project on exports (project_id, id);
create index exports_unfinished on exports (state) where state in ('queued', 'running');
