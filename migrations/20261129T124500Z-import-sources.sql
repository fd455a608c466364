-- Files that a worker fetches from an address or an S3 bucket.

alter table imports
  -- Where the file comes from, as `importSource` in the contract: never with what may be secret in an address; null: uploaded.
  add column source jsonb,
  -- Given by who asked, so that asking twice is asking once; and the sha256 of what was asked.
  add column request_key uuid,
  add column request_hash text,
  add constraint imports_request_key unique (project_id, request_key);

-- What only the worker needs while it fetches; the row goes when it ends, and with it the secrets in the address.
create table import_fetches (
  import_id uuid primary key references imports on delete cascade,
  -- Complete, with the signature that its query may hold.
  address text not null,
  -- ETag or date of the file that the parts so far are of; null: nothing arrived, or it cannot be told.
  validator text
);
