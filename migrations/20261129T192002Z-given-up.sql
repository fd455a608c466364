-- Work that was given up says so: an exclusion with why (code, message, fix), a webhook by a pause of its own.

alter table exclusions add column error jsonb;
alter table webhooks drop constraint webhooks_paused_because_check;
alter table webhooks add constraint webhooks_paused_because_check
  check (paused_because in ('person', 'failures', 'gone', 'secret', 'error')) not valid;
alter table webhooks validate constraint webhooks_paused_because_check;
