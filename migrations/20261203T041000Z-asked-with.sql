-- Who asked for a job, and with which token: they must still be allowed when it begins and when its result is given out.
set local lock_timeout = '5s';

-- No references: a token that is gone has ended, which is not to be as if there had been none.
alter table exports add column asked_with uuid;
comment on column exports.asked_with is 'The API token that it was last asked for with; null in a session.';
alter table dataset_versions add column asked_with uuid;
comment on column dataset_versions.asked_with is 'The API token that it was asked for with; null in a session.';
alter table imports
  add column asked_by uuid references users on delete set null,
  add column asked_with uuid;
-- What is under way. The others get theirs when somebody asks for more.
update imports set asked_by = created_by where state in ('uploading', 'checking', 'queued', 'running');
comment on column imports.asked_by is 'Who had it fetched, or asked for its last check or run. Null: nobody, but the installation itself.';
comment on column imports.asked_with is 'The API token they did it with; null in a session.';
