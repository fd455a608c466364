-- Uploads in parts. While an import is `uploading`, `byte_offset` says how much arrived.
alter table imports add column announced_bytes bigint;
-- [{key, bytes}] in their order; null: the file comes, or came, in one piece.
alter table imports add column upload_parts jsonb;
