-- Sessions can be told apart and ended one by one; passwords can be set anew by a link.
alter table sessions
  add column id uuid not null default gen_random_uuid(),
  -- Where the sign-in came from.
  add column address text;
create unique index sessions_id on sessions (id);

create table password_resets (
  -- sha256 of the link's token.
  token_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  -- The owner who made it; null: the person asked for it by mail.
  created_by uuid references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index password_resets_user on password_resets (user_id);
