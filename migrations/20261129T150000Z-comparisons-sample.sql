-- A preview of a large project looks at those comparisons whose hashes are lowest: an even sample that stays the same.
create index comparisons_sample on comparisons (project_id, uuid_hash_extended(id, 1));
