-- Who answers for a webhook, and by which token: without them it is paused. Null for rows from before: who made it.
set local lock_timeout = '5s';

alter table webhooks
  add column responsible_id uuid references users on delete set null,
  -- No reference: a token that is gone has ended, which is not to be as if there had been none.
  add column responsible_token_id uuid;
comment on column webhooks.responsible_token_id is 'The API token that it was made or taken over with; null in a session.';
alter table webhooks drop constraint webhooks_paused_because_check;
alter table webhooks add constraint webhooks_paused_because_check
  check (paused_because in ('person', 'failures', 'gone', 'secret', 'error', 'token', 'rights')) not valid;
alter table webhooks validate constraint webhooks_paused_because_check;
