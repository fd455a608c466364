-- Files of any container and any known or mapped format.

-- How the rows are read, as `importReading` in the contract; null: recognised when a check or a run begins.
alter table imports add column reading jsonb;
-- Checkpoint in containers that cannot be entered at a byte: rows made of the file so far, good and bad. 0 where bytes do.
alter table imports add column item_number bigint not null default 0;

-- Which of the rows made of the file it is; 0: the line says it.
alter table import_rejects add column item_number bigint not null default 0;
-- The file inside an archive; null: the uploaded file itself.
alter table import_rejects add column file_name text;
-- Of its file, from 1; null: as the line.
alter table import_rejects add column row_number bigint;
alter table import_rejects drop constraint import_rejects_pkey, add primary key (import_id, item_number, line_number, ordinal);
