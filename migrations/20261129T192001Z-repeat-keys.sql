-- Requests that made something under a key of whoever asked: sent again, they are answered with what was made.

create table repeat_keys (
  actor_id uuid not null references users (id) on delete cascade,
  key uuid not null,
  operation text not null,
  -- sha256 of what was asked for.
  payload_hash bytea not null check (octet_length(payload_hash) = 32),
  -- What it made; null until the end of the transaction that makes it.
  object_id uuid,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
create index repeat_keys_created on repeat_keys (created_at);
