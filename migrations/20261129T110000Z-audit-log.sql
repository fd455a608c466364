-- Who changed what: one row per accepted change, written in the transaction that makes it, and chained by hashes.
-- See docs/adr/0014-audit-log.md.

create table audit_events (
  -- Without gaps: a row taken away is missed.
  seq bigint primary key,
  occurred_at timestamptz not null,
  -- No foreign keys: the log outlives people and projects.
  actor_id uuid,
  via text not null check (via in ('session', 'token', 'public', 'system')),
  action text not null,
  object_kind text not null,
  object_id text,
  project_id uuid,
  request_id text,
  -- What changed, as it was and as it is. Null: it was not there before, or is not there any more.
  before jsonb,
  after jsonb,
  -- sha256 of salt and data in audit_private: what is erased there leaves the chain whole.
  origin_hash bytea,
  person_hash bytea,
  previous_hash bytea not null,
  hash bytea not null
);
create index audit_events_project on audit_events (project_id, seq);
create index audit_events_actor on audit_events (actor_id, seq);
create index audit_events_action on audit_events (action, seq);
create index audit_events_object on audit_events (object_kind, object_id, seq);
create index audit_events_time on audit_events (occurred_at);

-- What is about a person: where the actor came from, and names and e-mails that changed.
create table audit_private (
  seq bigint not null references audit_events on delete cascade,
  part text not null check (part in ('origin', 'person')),
  -- Whose it is; null when nobody is known.
  person_id uuid,
  salt bytea not null,
  data jsonb not null,
  primary key (seq, part)
);
create index audit_private_person on audit_private (person_id);

-- Judgments up to `to_at` are sealed, project by project; the seals themselves are entries of the chain.
create table audit_seals (
  project_id uuid not null references projects on delete cascade,
  to_at timestamptz not null,
  primary key (project_id)
);

-- Append-only. Erasing and retention say so first, for their transaction, as deleting whole projects does.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('pairwright.purge', true) = 'on' then
    return old;
  end if;
  raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
end $$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function refuse_audit_change();
create trigger audit_events_no_truncate before truncate on audit_events
  for each statement execute function refuse_audit_change();
create trigger audit_private_append_only before update or delete on audit_private
  for each row execute function refuse_audit_change();
create trigger audit_private_no_truncate before truncate on audit_private
  for each statement execute function refuse_audit_change();
