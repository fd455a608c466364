-- no-transaction
create index concurrently if not exists review_decisions_changed on review_decisions (project_id, greatest(decided_at, withdrawn_at));
