-- A freeze that somebody cancelled: the version keeps its number and never holds anything.

alter table dataset_versions drop constraint dataset_versions_state_check;
alter table dataset_versions add constraint dataset_versions_state_check
  check (state in ('queued', 'running', 'ready', 'failed', 'cancelled')) not valid;
alter table dataset_versions validate constraint dataset_versions_state_check;
