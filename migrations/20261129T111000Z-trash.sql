-- Deleted projects stay for a while, for nobody to see, and come back whole.
alter table projects
  add column deleted_at timestamptz,
  add column deleted_by uuid references users on delete set null;
create index projects_deleted on projects (deleted_at) where deleted_at is not null;
