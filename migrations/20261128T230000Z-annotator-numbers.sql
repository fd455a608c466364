-- What people may see of their own numbers, what they say about them, and under which names researchers see them.

alter table projects add column show_numbers boolean not null default false;
-- Names of annotators for those who must not know them are made from it: the same in all statistics of a project.
alter table projects add column annotator_key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());

create table annotator_replies (
  project_id uuid not null references projects on delete cascade,
  annotator_id uuid not null references users on delete cascade,
  text text not null,
  written_at timestamptz not null default now(),
  primary key (project_id, annotator_id)
);
