-- no-transaction
create unique index concurrently if not exists crowd_people_link_external on crowd_people (link_id, external_id);
