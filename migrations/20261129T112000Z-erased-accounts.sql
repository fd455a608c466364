-- An erased account is what is left of a person: an id, a name without meaning, and the judgments.
alter table users add column erased_at timestamptz;
alter table users add check (erased_at is null or (disabled_at is not null and password_hash is null));
