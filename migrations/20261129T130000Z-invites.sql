-- Ways into a project: links that carry a role, and requests of strangers where the owner takes them.

create table invites (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  role text not null check (role in ('admin', 'researcher', 'reviewer', 'annotator')),
  -- sha256 of the link's token: a copy of this table invites nobody.
  token_hash bytea not null unique,
  -- The last characters, so that a person can tell links apart.
  hint text not null,
  note text not null default '',
  -- Only the account with this e-mail may use it.
  email text check (email = lower(email)),
  uses int not null default 0,
  max_uses int not null check (max_uses between 1 and 1000),
  created_by uuid not null references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  check (uses between 0 and max_uses),
  check (email is null or max_uses = 1)
);
create index invites_project on invites (project_id, id);

-- Who asks for an account. The password's hash goes when the request is decided.
create table registrations (
  id uuid primary key,
  email text not null check (email = lower(email)),
  name text not null,
  note text not null default '',
  password_hash text,
  locale text not null check (locale in ('en', 'zh-CN')),
  state text not null default 'pending' check (state in ('pending', 'approved', 'refused')),
  created_at timestamptz not null default now(),
  decided_by uuid references users,
  decided_at timestamptz,
  check ((state = 'pending') = (decided_at is null)),
  check ((state = 'pending') = (password_hash is not null))
);
-- One open request per address.
create unique index registrations_pending on registrations (email) where state = 'pending';
