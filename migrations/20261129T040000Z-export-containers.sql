-- What an export is packed into. A version can be asked for in every combination, each once.
alter table exports
  add column container text not null default 'jsonl' check (container in ('jsonl', 'parquet', 'csv')),
  add column compression text not null default 'none' check (compression in ('none', 'gzip', 'zstd', 'snappy')),
  -- A file ends at so many rows, or before the line that would take it over so many bytes of lines. Null: no such limit.
  add column shard_rows bigint check (shard_rows > 0),
  add column shard_bytes bigint check (shard_bytes > 0),
  -- When the worker that is writing it now took it up; started_at is the first time.
  add column taken_up_at timestamptz,
  -- Signs the links to its files. A new key takes all links back.
  add column link_key bytea;
alter table exports drop constraint exports_version_id_format_key;
alter table exports add constraint exports_asked
  unique nulls not distinct (version_id, format, container, compression, shard_rows, shard_bytes);
alter table exports alter column container drop default, alter column compression drop default;
