-- What accounts that own nothing, and may only add to the audit log, cannot do by themselves: each a narrow way through the
-- rights of the owner. A search path of its own keeps tables of the caller from standing before ours.
-- See docs/adr/0022-accounts-of-the-database.md.

-- Entries older than a rule of retention, all but the newest of the log.
create function remove_audit_entries(p_days int, out removed bigint, out up_to bigint, out up_to_hash bytea)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_days is null or p_days < 365 then
    raise exception 'entries of the audit log stay for a year' using errcode = 'restrict_violation';
  end if;
  removed := 0;
  select seq, hash into up_to, up_to_hash from audit_events
    where occurred_at < now() - make_interval(days => p_days) and seq < (select max(seq) from audit_events)
    order by seq desc limit 1;
  if up_to is null then return; end if;
  perform set_config('pairwright.purge', 'on', true);
  delete from audit_events where seq <= up_to;
  get diagnostics removed = row_count;
  perform set_config('pairwright.purge', 'off', true);
end $$;

-- Where old requests came from.
create function remove_audit_addresses(p_days int) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_removed bigint;
begin
  if p_days is null or p_days < 1 then
    raise exception 'addresses in the audit log stay for a day' using errcode = 'restrict_violation';
  end if;
  perform set_config('pairwright.purge', 'on', true);
  delete from audit_private p using audit_events e
    where e.seq = p.seq and p.part = 'origin' and e.occurred_at < now() - make_interval(days => p_days);
  get diagnostics v_removed = row_count;
  perform set_config('pairwright.purge', 'off', true);
  return v_removed;
end $$;

-- What the log says about somebody whose account is erased.
create function remove_audit_of_person(p_person uuid) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_removed bigint;
begin
  if not exists (select from users where id = p_person and erased_at is not null) then
    raise exception 'the account is not erased' using errcode = 'restrict_violation';
  end if;
  perform set_config('pairwright.purge', 'on', true);
  delete from audit_private where person_id = p_person;
  get diagnostics v_removed = row_count;
  perform set_config('pairwright.purge', 'off', true);
  return v_removed;
end $$;

-- Only an owner's `analyze` does anything.
create function analyze_frozen() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze dataset_rows, dataset_votes, dataset_drops;
end $$;

revoke execute on function remove_audit_entries(int), remove_audit_addresses(int), remove_audit_of_person(uuid), analyze_frozen()
  from public;
