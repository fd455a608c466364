-- What people are asked to agree to before they work in a project, by versions as guidelines are, and who agreed to which.

create table consent_texts (
  project_id uuid not null references projects on delete cascade,
  version int not null,
  -- Empty: none in this language. Both empty: nobody is asked from this version on.
  text_en text not null,
  text_zh text not null,
  -- Whoever agreed to an earlier version is asked again.
  asks_again boolean not null,
  created_by uuid references users,
  created_at timestamptz not null default now(),
  primary key (project_id, version)
);

create table consent_acceptances (
  project_id uuid not null references projects on delete cascade,
  user_id uuid not null references users on delete cascade,
  version int not null,
  accepted_at timestamptz not null default now(),
  primary key (project_id, user_id, version),
  foreign key (project_id, version) references consent_texts on delete cascade
);
-- An account that is deleted takes its rows along.
create index consent_acceptances_user on consent_acceptances (user_id);

alter table projects add column consent_version int not null default 0;
-- The least version that one must have agreed to; null: nothing is asked.
alter table projects add column consent_from int;
