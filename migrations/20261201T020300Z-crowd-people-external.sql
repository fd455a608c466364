-- no-transaction
create index concurrently if not exists crowd_people_external on crowd_people (external_id);
