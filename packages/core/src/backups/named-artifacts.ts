/**
 * Every file of the artifact store that a row names, with its size: uploads that arrived, parts of uploads that are still coming,
 * files of exports that are ready, images. As SQL, because it is also read by COPY inside the snapshot of a backup.
 */
export const NAMED_ARTIFACTS = `
  select artifact_key as key, size_bytes as bytes from imports
    where size_bytes is not null and file_removed_at is null and state not in ('uploading', 'cancelled')
  union
  select p ->> 'key', (p ->> 'bytes')::bigint from imports, jsonb_array_elements(upload_parts) p
    where state = 'uploading' and upload_parts is not null
  union
  select f ->> 'key', (f ->> 'size')::bigint from exports, jsonb_array_elements(files) f where state = 'ready'
  union
  select 'media/' || project_id || '/' || sha256, size_bytes from media`;
