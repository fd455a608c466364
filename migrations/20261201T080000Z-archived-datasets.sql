-- A dataset made by mistake, or no longer wanted, leaves the list; its versions stay.
alter table datasets add column archived_at timestamptz;
