-- no-transaction
create unique index concurrently if not exists exports_asked_so
  on exports (version_id, format, container, compression, shard_rows, shard_bytes, template) nulls not distinct;
