-- no-transaction
create index concurrently if not exists comparisons_withdrawn on comparisons (project_id, id) where state = 'withdrawn';
