-- no-transaction
-- What somebody wrote is found from them: a reviewer's own work is looked up, not looked for among all that waits.
create index concurrently if not exists responses_author on responses (author_id) where author_id is not null;
