-- What outside systems are told. A delivery is written by the transaction that it tells of: triggers see every way to a change,
-- and where nobody wants an event they cost one look at the few rows of `webhooks`. See docs/adr/0015-webhooks.md.
set local lock_timeout = '5s';

create table webhooks (
  id uuid primary key,
  -- Null: of the installation.
  project_id uuid references projects on delete cascade,
  address text not null,
  description text not null default '',
  -- Names of the catalogue in the contract.
  events text[] not null check (cardinality(events) > 0),
  state text not null default 'active' check (state in ('active', 'paused')),
  paused_because text check (paused_because in ('person', 'failures', 'gone', 'secret')),
  -- Sealed with the key whose fingerprint stands beside it; as it is where the installation has no key.
  secret bytea not null,
  -- The one before, which signs too until then.
  old_secret bytea,
  old_secret_until timestamptz,
  -- Failed tries since the last good one.
  failures int not null default 0,
  failing_since timestamptz,
  -- Nothing is sent before: what does not answer is left alone for a while.
  held_until timestamptz,
  delivered_at timestamptz,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  check ((state = 'paused') = (paused_because is not null)),
  check ((old_secret is null) = (old_secret_until is null))
);
create index webhooks_project on webhooks (project_id) where deleted_at is null;

create table webhook_deliveries (
  -- In the order of what happened, as far as there is one.
  seq bigint generated always as identity primary key,
  webhook_id uuid not null references webhooks on delete cascade,
  event_id uuid not null,
  type text not null,
  -- The bytes that are sent, the same at each try.
  body text not null,
  occurred_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'dead')),
  tries int not null default 0,
  -- Of them those before somebody had it sent again.
  tries_before int not null default 0,
  next_at timestamptz not null,
  -- A worker has it until then; after that another one sends it again.
  sending_until timestamptz,
  done_at timestamptz,
  unique (webhook_id, event_id)
) with (fillfactor = 80);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, seq) where state in ('waiting', 'sending');
create index webhook_deliveries_dead on webhook_deliveries (webhook_id, seq) where state = 'dead';
create index webhook_deliveries_listed on webhook_deliveries (webhook_id, seq desc);
create index webhook_deliveries_old on webhook_deliveries (occurred_at);

create table webhook_tries (
  delivery_seq bigint not null references webhook_deliveries on delete cascade,
  number int not null,
  began_at timestamptz not null,
  took_ms int not null,
  -- What was sent beside the body.
  headers jsonb not null,
  -- Of the answer; null where there was none, and then a fault.
  status int,
  fault text,
  -- The first characters of the answer.
  answer text,
  primary key (delivery_seq, number)
);

-- Writes a delivery for each webhook that wants the event.
create function emit_event(p_type text, p_project uuid, p_data jsonb) returns void language plpgsql as $$
declare
  v_id uuid;
  v_now timestamptz;
begin
  if not exists (select from webhooks w
    where w.deleted_at is null and (w.project_id = p_project or w.project_id is null) and p_type = any(w.events)) then return; end if;
  v_id := gen_random_uuid();
  v_now := clock_timestamp();
  insert into webhook_deliveries (webhook_id, event_id, type, body, occurred_at, next_at)
  select w.id, v_id, p_type, json_build_object('id', v_id, 'type', p_type,
    'timestamp', to_char(v_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'projectId', p_project, 'data', p_data)::text, v_now, date_trunc('milliseconds', v_now)
  from webhooks w where w.deleted_at is null and (w.project_id = p_project or w.project_id is null) and p_type = any(w.events)
  order by w.id;
end $$;

create function tell_import() returns trigger language plpgsql as $$
begin
  if new.state = 'failed' then
    perform emit_event('import.failed', new.project_id, jsonb_build_object('importId', new.id, 'code', new.error ->> 'code'));
  else
    perform emit_event('import.finished', new.project_id, jsonb_build_object('importId', new.id, 'rowsAccepted', new.rows_accepted,
      'rowsRejected', new.rows_rejected, 'comparisonsAdded', new.comparisons_added));
  end if;
  return null;
end $$;
create trigger imports_told after update of state on imports for each row
  when (old.state <> new.state and new.state in ('succeeded', 'failed')) execute function tell_import();

create function tell_version() returns trigger language plpgsql as $$
declare
  v_data jsonb := jsonb_build_object('versionId', new.id, 'datasetId', new.dataset_id, 'version', new.version);
begin
  if new.state = 'failed' then
    perform emit_event('version.failed', new.project_id, v_data || jsonb_build_object('code', new.error ->> 'code'));
  else
    perform emit_event('version.frozen', new.project_id, v_data || jsonb_build_object('rows', new.rows_total, 'votes', new.votes_total));
  end if;
  return null;
end $$;
create trigger dataset_versions_told after update of state on dataset_versions for each row
  when (old.state <> new.state and new.state in ('ready', 'failed')) execute function tell_version();

create function tell_export() returns trigger language plpgsql as $$
declare
  v_data jsonb := jsonb_build_object('exportId', new.id, 'versionId', new.version_id, 'format', new.format);
begin
  if new.state = 'failed' then
    perform emit_event('export.failed', new.project_id, v_data || jsonb_build_object('code', new.error ->> 'code'));
  else
    perform emit_event('export.finished', new.project_id, v_data || jsonb_build_object('rows', new.rows_total));
  end if;
  return null;
end $$;
create trigger exports_told after update of state on exports for each row
  when (old.state <> new.state and new.state in ('ready', 'failed')) execute function tell_export();

create function tell_computed() returns trigger language plpgsql as $$
declare
  v_is_statistics boolean := tg_table_name = 'statistics';
  v_data jsonb := case when v_is_statistics then jsonb_build_object('statisticsId', new.id, 'kind', to_jsonb(new) ->> 'kind')
    else jsonb_build_object('reportId', new.id, 'versionId', to_jsonb(new) ->> 'version_id') end;
  v_name text := case when v_is_statistics then 'statistics' else 'health' end;
begin
  if new.state = 'failed' then
    perform emit_event(v_name || '.failed', new.project_id, v_data || jsonb_build_object('code', new.error ->> 'code'));
  else
    perform emit_event(v_name || '.computed', new.project_id, v_data);
  end if;
  return null;
end $$;
create trigger statistics_told after update of state on statistics for each row
  when (old.state <> new.state and new.state in ('ready', 'failed')) execute function tell_computed();
create trigger health_reports_told after update of state on health_reports for each row
  when (old.state <> new.state and new.state in ('ready', 'failed')) execute function tell_computed();

create function tell_project() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform emit_event('project.created', new.id, '{}');
  elsif tg_op = 'DELETE' then
    perform emit_event('project.purged', old.id, '{}');
  elsif old.deleted_at is distinct from new.deleted_at then
    perform emit_event(case when new.deleted_at is null then 'project.restored' else 'project.trashed' end, new.id, '{}');
  else
    perform emit_event(case new.state when 'active' then 'project.resumed' when 'paused' then 'project.paused' else 'project.archived' end,
      new.id, '{}');
  end if;
  return null;
end $$;
create trigger projects_told after insert or delete on projects for each row execute function tell_project();
create trigger projects_state_told after update of state, deleted_at on projects for each row
  when (old.state <> new.state or (old.deleted_at is null) <> (new.deleted_at is null)) execute function tell_project();

create function tell_published() returns trigger language plpgsql as $$
begin
  perform emit_event(tg_argv[0], new.project_id, jsonb_build_object('version', new.version));
  return null;
end $$;
create trigger guidelines_told after insert on guidelines for each row execute function tell_published('guidelines.published');
create trigger questions_told after insert on questions for each row execute function tell_published('question.published');

create function tell_member() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- Not of those who go with their project.
    if exists (select from projects p where p.id = old.project_id) then
      perform emit_event('member.removed', old.project_id, jsonb_build_object('userId', old.user_id, 'role', old.role));
    end if;
  else
    perform emit_event(case tg_op when 'INSERT' then 'member.added' else 'member.changed' end, new.project_id,
      jsonb_build_object('userId', new.user_id, 'role', new.role));
  end if;
  return null;
end $$;
create trigger project_members_told after insert or delete on project_members for each row execute function tell_member();
create trigger project_members_role_told after update of role on project_members for each row
  when (old.role <> new.role) execute function tell_member();

create function tell_invite() returns trigger language plpgsql as $$
begin
  perform emit_event(case when tg_op = 'INSERT' then 'invite.created' when old.uses <> new.uses then 'invite.used' else 'invite.revoked' end,
    new.project_id, jsonb_build_object('inviteId', new.id, 'role', new.role, 'uses', new.uses, 'maxUses', new.max_uses));
  return null;
end $$;
create trigger invites_told after insert on invites for each row execute function tell_invite();
create trigger invites_use_told after update of uses, revoked_at on invites for each row
  when (old.uses < new.uses or (old.revoked_at is null and new.revoked_at is not null)) execute function tell_invite();

create function tell_pause() returns trigger language plpgsql as $$
begin
  perform emit_event(case when new.paused_at is null then 'annotator.resumed' else 'annotator.paused' end, new.project_id,
    jsonb_build_object('annotatorId', new.annotator_id));
  return null;
end $$;
create trigger annotator_cursors_told after insert on annotator_cursors for each row
  when (new.paused_at is not null) execute function tell_pause();
create trigger annotator_cursors_pause_told after update of paused_at on annotator_cursors for each row
  when ((old.paused_at is null) <> (new.paused_at is null)) execute function tell_pause();

create function tell_exclusion() returns trigger language plpgsql as $$
begin
  perform emit_event(case new.state when 'applied' then 'annotator.excluded' else 'annotator.restored' end, new.project_id,
    jsonb_build_object('annotatorId', new.annotator_id, 'exclusionId', new.id, 'scope', new.scope));
  return null;
end $$;
create trigger exclusions_told after update of state on exclusions for each row
  when (old.state <> new.state and new.state in ('applied', 'ended')) execute function tell_exclusion();

create function tell_exam() returns trigger language plpgsql as $$
begin
  perform emit_event(case when new.passed then 'exam.passed' else 'exam.failed' end, new.project_id,
    jsonb_build_object('annotatorId', new.annotator_id, 'attempt', new.attempt, 'correct', new.correct, 'items', new.items));
  return null;
end $$;
create trigger exam_attempts_told after update of passed on exam_attempts for each row
  when (old.passed is null and new.passed is not null) execute function tell_exam();

create function tell_rule() returns trigger language plpgsql as $$
begin
  perform emit_event('gold.rule_applied', new.project_id,
    jsonb_build_object('routingEventId', new.id, 'annotatorId', new.annotator_id, 'action', new.action));
  return null;
end $$;
create trigger routing_events_told after insert on routing_events for each row
  when (new.rule is not null) execute function tell_rule();

create function tell_flag() returns trigger language plpgsql as $$
begin
  perform emit_event('comparison.flagged', new.project_id,
    jsonb_build_object('flagId', new.id, 'comparisonId', new.comparison_id, 'reason', new.reason));
  return null;
end $$;
create trigger flags_told after insert on flags for each row execute function tell_flag();

-- At the commit: disagreement may have raised the target after the vote that reached it.
create function tell_completed() returns trigger language plpgsql as $$
begin
  perform emit_event('comparison.completed', c.project_id,
    jsonb_build_object('comparisonId', c.id, 'batchId', c.batch_id, 'judgments', c.judged))
  from comparisons c where c.id = new.id and c.judged >= c.target_judgments;
  return null;
end $$;
create constraint trigger comparisons_completed_told after update of judged on comparisons
  deferrable initially deferred for each row
  when (old.judged < old.target_judgments and new.judged >= new.target_judgments) execute function tell_completed();

-- Once for each statement: labels are stored by the hundred.
create function tell_resolutions() returns trigger language plpgsql as $$
declare
  v_label record;
  v_data jsonb;
begin
  if not exists (select from webhooks w
    where w.deleted_at is null and w.events && array['resolution.changed', 'resolution.contested']) then return null; end if;
  for v_label in execute case tg_op
    when 'INSERT' then 'select n.*, null::text as result_before from new_labels n order by n.comparison_id, n.question'
    else 'select n.*, o.result as result_before from new_labels n
      join old_labels o on o.comparison_id = n.comparison_id and o.question = n.question and n.version > o.version
      order by n.comparison_id, n.question' end
  loop
    v_data := jsonb_build_object('comparisonId', v_label.comparison_id, 'question', v_label.question, 'version', v_label.version,
      'result', v_label.result, 'method', v_label.method);
    perform emit_event('resolution.changed', v_label.project_id, v_data);
    if v_label.result = 'contested' and v_label.result_before is distinct from 'contested' then
      perform emit_event('resolution.contested', v_label.project_id, v_data);
    end if;
  end loop;
  return null;
end $$;
create trigger resolutions_told after insert on resolutions
  referencing new table as new_labels for each statement execute function tell_resolutions();
create trigger resolutions_change_told after update on resolutions
  referencing new table as new_labels old table as old_labels for each statement execute function tell_resolutions();

create function tell_decision() returns trigger language plpgsql as $$
begin
  perform emit_event(case tg_op when 'INSERT' then 'review.adjudicated' else 'review.withdrawn' end, new.project_id,
    jsonb_build_object('comparisonId', new.comparison_id, 'decisionId', new.id, 'outcome', new.outcome));
  return null;
end $$;
create trigger review_decisions_told after insert on review_decisions for each row execute function tell_decision();
create trigger review_decisions_end_told after update of withdrawn_at on review_decisions for each row
  when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function tell_decision();

create function tell_sent_back() returns trigger language plpgsql as $$
begin
  perform emit_event('review.sent_back', new.project_id, jsonb_build_object('comparisonId', new.comparison_id));
  return null;
end $$;
create trigger review_events_told after insert on review_events for each row
  when (new.kind = 'sent_back') execute function tell_sent_back();

create function tell_dispute() returns trigger language plpgsql as $$
declare
  v_data jsonb := jsonb_build_object('feedbackId', new.id, 'judgmentId', new.judgment_id, 'annotatorId', new.annotator_id);
begin
  if new.disputed and not old.disputed then
    perform emit_event('dispute.opened', new.project_id, v_data);
  end if;
  if new.upheld is not null and old.upheld is null then
    perform emit_event('dispute.answered', new.project_id, v_data || jsonb_build_object('upheld', new.upheld));
  end if;
  return null;
end $$;
create trigger feedback_told after update of disputed, upheld on feedback for each row execute function tell_dispute();

create function tell_account() returns trigger language plpgsql as $$
begin
  perform emit_event(case when tg_op = 'INSERT' then 'account.created' when new.disabled_at is null then 'account.enabled'
    else 'account.disabled' end, null, jsonb_build_object('userId', new.id));
  return null;
end $$;
create trigger users_told after insert on users for each row when (new.kind = 'person') execute function tell_account();
create trigger users_disabled_told after update of disabled_at on users for each row
  when (new.kind = 'person' and (old.disabled_at is null) <> (new.disabled_at is null)) execute function tell_account();

create function tell_erased() returns trigger language plpgsql as $$
begin
  perform emit_event('account.erased', null, jsonb_build_object('userId', new.id));
  return null;
end $$;
create trigger users_erased_told after update of erased_at on users for each row
  when (old.erased_at is null and new.erased_at is not null) execute function tell_erased();

create function tell_registration() returns trigger language plpgsql as $$
begin
  perform emit_event(case new.state when 'pending' then 'registration.requested' when 'approved' then 'registration.approved'
    else 'registration.refused' end, null, jsonb_build_object('registrationId', new.id));
  return null;
end $$;
create trigger registrations_told after insert on registrations for each row execute function tell_registration();
create trigger registrations_decision_told after update of state on registrations for each row
  when (old.state <> new.state) execute function tell_registration();

create function tell_audit_check() returns trigger language plpgsql as $$
begin
  if jsonb_typeof(new.value -> 'fault') = 'object' and (tg_op = 'INSERT' or jsonb_typeof(old.value -> 'fault') is distinct from 'object') then
    perform emit_event('audit.broken', null, jsonb_build_object('seq', new.value -> 'fault' -> 'seq', 'fault', new.value -> 'fault' -> 'fault'));
  end if;
  return null;
end $$;
create trigger instance_settings_told after insert or update on instance_settings for each row
  when (new.key = 'audit.check') execute function tell_audit_check();
