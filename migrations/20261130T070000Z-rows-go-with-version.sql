-- Rows, votes and drops of a version go with it by one statement each. A foreign key looked the version up again for every row: a
-- third of the time that a freeze takes. No row can be left without its version: a freeze ends with an update of the version, which
-- fails where that was deleted meanwhile.
create function delete_frozen() returns trigger language plpgsql as $$
begin
  delete from dataset_rows where version_id = old.id;
  delete from dataset_votes where version_id = old.id;
  delete from dataset_drops where version_id = old.id;
  return null;
end $$;
create trigger dataset_versions_emptied after delete on dataset_versions for each row execute function delete_frozen();

alter table dataset_rows drop constraint dataset_rows_version_id_fkey;
alter table dataset_votes drop constraint dataset_votes_version_id_fkey;
alter table dataset_drops drop constraint dataset_drops_version_id_fkey;
