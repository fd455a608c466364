-- no-transaction
create unique index concurrently if not exists crowd_people_link_user on crowd_people (link_id, user_id);
