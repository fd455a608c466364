-- no-transaction
create index concurrently if not exists crowd_people_of_user on crowd_people (user_id);
