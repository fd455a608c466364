-- A person stays known by their account when the platform's id is removed; an id still names one person of a link.
alter table crowd_people drop constraint crowd_people_pkey,
  add constraint crowd_people_pkey primary key using index crowd_people_link_user;
alter table crowd_people alter column external_id drop not null;

-- A worker reads no ids; it removes those of links that ended so long ago.
create function remove_crowd_ids(p_days int) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_removed bigint;
begin
  if p_days is null or p_days < 1 then
    raise exception 'the ids of a platform stay for a day after their link ended' using errcode = 'restrict_violation';
  end if;
  update crowd_people p set external_id = null from crowd_links l
    where l.id = p.link_id and p.external_id is not null and least(l.closed_at, l.expires_at) < now() - make_interval(days => p_days);
  get diagnostics v_removed = row_count;
  return v_removed;
end $$;
revoke execute on function remove_crowd_ids(int) from public;
