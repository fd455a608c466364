-- Past judgments that files bring: who gave them, and how many came.

-- Who judged elsewhere, by the name that a project's files give them. They never sign in.
create table imported_annotators (
  user_id uuid primary key references users on delete cascade,
  project_id uuid not null references projects on delete cascade,
  -- Null: the file names nobody; such votes on one comparison are of different people.
  external_name text,
  -- Null: the file does not tell.
  judge text check (judge in ('human', 'model')),
  -- Which of those without a name, from 1; 0 with a name.
  slot smallint not null,
  check ((external_name is null) = (slot > 0)),
  unique nulls not distinct (project_id, external_name, judge, slot)
);
alter table imports add column votes_added bigint not null default 0;
