-- Somebody asks that who they are be removed; an owner decides. Of who was erased the row stays, without a word of theirs.
create table erasure_requests (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  -- Their own words.
  note text not null default '',
  state text not null default 'pending' check (state in ('pending', 'done', 'declined', 'cancelled')),
  asked_at timestamptz not null default now(),
  decided_by uuid references users on delete set null,
  decided_at timestamptz,
  -- Why it was declined; the person reads it.
  reason text,
  check ((state = 'pending') = (decided_at is null)),
  check (reason is null or state = 'declined')
);
create index erasure_requests_person on erasure_requests (user_id, id desc);
create unique index erasure_requests_pending on erasure_requests (user_id) where state = 'pending';
