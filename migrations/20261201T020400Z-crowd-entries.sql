-- A worker whom a platform sends by a second link is the same person, so a person may have come by several links.
drop index crowd_people_user;

-- By which link somebody works, from when on: what they do counts for the one they entered by last. The primary key of
-- crowd_people says under which id.
create table crowd_entries (
  user_id uuid not null references users on delete cascade,
  entered_at timestamptz not null,
  link_id uuid not null references crowd_links on delete cascade,
  primary key (user_id, entered_at)
);
insert into crowd_entries (user_id, entered_at, link_id) select user_id, created_at, link_id from crowd_people;

-- A process of the version before knows of no entries: its people have one, too.
create function note_crowd_entry() returns trigger language plpgsql as $$
begin
  insert into crowd_entries (user_id, entered_at, link_id) values (new.user_id, new.created_at, new.link_id) on conflict do nothing;
  return null;
end $$;
create trigger crowd_people_entered after insert on crowd_people for each row execute function note_crowd_entry();
