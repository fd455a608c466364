-- Which workers are alive: each writes its row every few seconds, and takes it away when it stops in order.
create table worker_heartbeats (
  worker_id text primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  details jsonb not null default '{}'
);
