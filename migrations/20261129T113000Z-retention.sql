-- The file of an import that a retention rule has removed; its rows stay.
alter table imports add column file_removed_at timestamptz;
