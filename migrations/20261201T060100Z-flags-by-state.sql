-- no-transaction
create index concurrently if not exists flags_by_state on flags (project_id, state, id);
