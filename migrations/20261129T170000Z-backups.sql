-- Backups that were made of this installation: one row each, written when the backup is complete and published.

create table backups (
  id uuid primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null default now(),
  -- As it was asked for: a path, or s3://bucket/key. Never with keys or passphrases.
  destination text not null,
  -- The machine and the account of its operating system.
  host text not null,
  made_by text not null,
  product_version text not null,
  bytes bigint not null check (bytes > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  encrypted boolean not null,
  table_count int not null,
  row_count bigint not null,
  artifact_count bigint not null,
  artifact_bytes bigint not null,
  -- Files that rows name and that the store does not have.
  artifacts_missing bigint not null,
  -- When it was last read through and every sum was right; null: never.
  verified_at timestamptz
);
create index backups_finished on backups (finished_at);
