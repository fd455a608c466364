-- Apart from the reading of all rows before: it needs the table for a moment, and may have to try again.
alter table comparisons drop constraint comparisons_project_id_fkey;
alter table comparisons drop constraint comparisons_batch_id_fkey;
