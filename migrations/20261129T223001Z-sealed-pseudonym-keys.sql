-- The key of a dataset's pseudonyms lies sealed; what versions before stored plain is sealed at night and set to null then.
-- A worker of the version before that meets a sealed one stops with an error and tries again, until one of this version
-- takes the job: it never makes other pseudonyms.

alter table datasets add column sealed_pseudonym_key bytea;
alter table datasets alter column pseudonym_key drop not null;
alter table datasets add constraint datasets_one_pseudonym_key
  check (num_nonnulls(pseudonym_key, sealed_pseudonym_key) = 1) not valid;
alter table datasets validate constraint datasets_one_pseudonym_key;
