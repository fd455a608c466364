-- Links for platforms that send workers: each comes with an id of the platform and leaves with a completion code.

create table crowd_links (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  name text not null,
  -- Signs what comes in and the codes that go out. Who reads it could make both.
  signing_key bytea not null,
  -- Without: whoever has the link may come under any id.
  signed boolean not null,
  -- Name of the query parameter that holds the platform's id.
  id_param text not null,
  wanted int not null check (wanted between 1 and 10000),
  -- The platform's own code; null: each person gets one of their own.
  completion_code text,
  return_url text,
  max_people int not null check (max_people between 1 and 100000),
  created_by uuid not null references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  closed_at timestamptz
);
create index crowd_links_project on crowd_links (project_id, id);

create table crowd_people (
  link_id uuid not null references crowd_links on delete cascade,
  external_id text not null,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  primary key (link_id, external_id)
);
create unique index crowd_people_user on crowd_people (user_id);
