-- What an overview tells is kept as sums, which only what changed moves: nobody reads a large project from one end to the other
-- for it. All of it is derived: sums are right when they equal a count of everything, and can be made anew.

-- How far the sums of a project are. Without a row, and until they are whole, everything is counted.
create table overview_progress (
  project_id uuid primary key references projects on delete cascade,
  -- Comparisons up to this one are in; null: none.
  after_rank bigint,
  after_id uuid,
  -- Whether every comparison that was there is in.
  whole boolean not null default false,
  -- Something was deleted, which nothing but deleting a project does: sums no longer help.
  broken boolean not null default false,
  -- Comparisons with a row in one of these versions, the newest of each dataset.
  exported bigint,
  exported_of uuid[]
);

-- What of each comparison is in the sums: all that its part is made from and that changes.
create table overview_parts (
  comparison_id uuid primary key references comparisons on delete cascade,
  project_id uuid not null,
  -- Those that count. Judgments never change.
  judgment_ids uuid[] not null,
  target_judgments smallint not null,
  judged smallint not null,
  skipped smallint not null,
  flagged smallint not null,
  state text not null,
  settled boolean not null
) with (fillfactor = 80);

create table overview_sums (
  project_id uuid not null references projects on delete cascade,
  measure text not null,
  -- What it is of, such as a day and an annotator, or a model; {} where there is one.
  key text[] not null,
  n bigint not null,
  primary key (project_id, measure, key)
) with (fillfactor = 50);

-- Comparisons whose part may have changed since it went into the sums. As with notes for labels: never updated, nobody waits here.
create table overview_changes (
  id bigint generated always as identity primary key,
  project_id uuid not null,
  comparison_id uuid not null
);
create index overview_changes_project on overview_changes (project_id, id);

-- What only ever becomes more, and is not in the sums yet.
create table overview_additions (
  id bigint generated always as identity primary key,
  project_id uuid not null,
  measure text not null,
  key text[] not null,
  n bigint not null
);
create index overview_additions_project on overview_additions (project_id, id);

create function note_overview_change() returns trigger language plpgsql as $$
begin
  insert into overview_changes (project_id, comparison_id) values (new.project_id, new.id);
  return null;
end $$;

create function note_overview_change_of_comparison() returns trigger language plpgsql as $$
begin
  insert into overview_changes (project_id, comparison_id) values (new.project_id, new.comparison_id);
  return null;
end $$;

create function note_overview_changes() returns trigger language plpgsql as $$
begin
  insert into overview_changes (project_id, comparison_id) select n.project_id, n.id from new_comparisons n;
  return null;
end $$;

-- Judgments are noted for labels by whoever judges; whoever takes that note notes it here, so that a vote costs nothing more.
create function pass_on_to_overview() returns trigger language plpgsql as $$
begin
  insert into overview_changes (project_id, comparison_id)
  select distinct t.project_id, t.comparison_id from taken t
  -- Not of what is being deleted with its project.
  where exists (select from projects p where p.id = t.project_id);
  return null;
end $$;

create function add_prompts_to_overview() returns trigger language plpgsql as $$
begin
  insert into overview_additions (project_id, measure, key, n)
  select n.project_id, 'prompts', '{}', count(*) from new_prompts n group by 1;
  return null;
end $$;

create function add_responses_to_overview() returns trigger language plpgsql as $$
begin
  insert into overview_additions (project_id, measure, key, n)
  select p.project_id, 'responses', array[n.model], count(*) from new_responses n join prompts p on p.id = n.prompt_id group by p.project_id, n.model;
  return null;
end $$;

create function break_overview() returns trigger language plpgsql as $$
begin
  update overview_progress o set broken = true where not o.broken and o.project_id in (select g.project_id from gone g);
  return null;
end $$;
