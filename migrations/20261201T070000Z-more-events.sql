-- More of what outside systems are told: what was cancelled, a project in which everything is judged, webhooks that pause, requests to
-- be erased, owners, tokens, second factors that were removed, and backups.
set local lock_timeout = '5s';

create function tell_cancelled() returns trigger language plpgsql as $$
declare
  v_row jsonb := to_jsonb(new);
begin
  perform emit_event(tg_argv[0] || '.cancelled', new.project_id, case tg_argv[0]
    when 'import' then jsonb_build_object('importId', new.id)
    when 'version' then jsonb_build_object('versionId', new.id, 'datasetId', v_row -> 'dataset_id', 'version', v_row -> 'version')
    when 'export' then jsonb_build_object('exportId', new.id, 'versionId', v_row -> 'version_id', 'format', v_row -> 'format')
    else jsonb_build_object('reportId', new.id, 'versionId', v_row -> 'version_id') end);
  return null;
end $$;
create trigger imports_cancelled_told after update of state on imports for each row
  when (old.state <> new.state and new.state = 'cancelled') execute function tell_cancelled('import');
create trigger dataset_versions_cancelled_told after update of state on dataset_versions for each row
  when (old.state <> new.state and new.state = 'cancelled') execute function tell_cancelled('version');
create trigger exports_cancelled_told after update of state on exports for each row
  when (old.state <> new.state and new.state = 'cancelled') execute function tell_cancelled('export');
create trigger health_reports_cancelled_told after update of state on health_reports for each row
  when (old.state <> new.state and new.state = 'cancelled') execute function tell_cancelled('health');

-- That nothing is left to be judged in a project. Costs nothing where nobody wants to know, and next to nothing while much is left.
create function tell_project_completed(p_project uuid) returns void language plpgsql as $$
begin
  if not exists (select from webhooks w
    where w.deleted_at is null and (w.project_id = p_project or w.project_id is null) and 'project.completed' = any(w.events)) then return; end if;
  if (select count(*) from (select from comparisons c where c.project_id = p_project and c.routable limit 100) x) = 100 then return; end if;
  -- Votes that complete the last ones in one moment look one after the other, each after the commit of the one before: the last sees it.
  perform pg_advisory_xact_lock(hashtextextended('project.completed ' || p_project, 0));
  if exists (select from comparisons c where c.project_id = p_project and c.routable) then return; end if;
  -- A comparison without a free place whose judgments are not all there has a lease.
  if exists (select from assignments a join comparisons c on c.id = a.comparison_id
    where a.project_id = p_project and a.state = 'leased' and c.state = 'open' and c.judged < c.target_judgments) then return; end if;
  perform emit_event('project.completed', p_project, '{}');
end $$;

-- At the commit: disagreement may have raised the target after the vote that reached it.
create or replace function tell_completed() returns trigger language plpgsql as $$
begin
  perform emit_event('comparison.completed', c.project_id,
    jsonb_build_object('comparisonId', c.id, 'batchId', c.batch_id, 'judgments', c.judged))
  from comparisons c where c.id = new.id and c.judged >= c.target_judgments;
  if found then perform tell_project_completed(new.project_id); end if;
  return null;
end $$;

create function tell_webhook_paused() returns trigger language plpgsql as $$
begin
  perform emit_event('webhook.paused', new.project_id, jsonb_build_object('webhookId', new.id, 'because', new.paused_because));
  return null;
end $$;
create trigger webhooks_paused_told after update of state on webhooks for each row
  when (old.state <> new.state and new.state = 'paused' and new.deleted_at is null) execute function tell_webhook_paused();

create function tell_erasure() returns trigger language plpgsql as $$
begin
  perform emit_event(case new.state when 'pending' then 'erasure.requested' when 'cancelled' then 'erasure.cancelled' else 'erasure.decided' end,
    null, jsonb_build_object('requestId', new.id, 'userId', new.user_id)
      || case when new.state in ('done', 'declined') then jsonb_build_object('decision', new.state) else '{}' end);
  return null;
end $$;
create trigger erasure_requests_told after insert on erasure_requests for each row execute function tell_erasure();
create trigger erasure_requests_state_told after update of state on erasure_requests for each row
  when (old.state <> new.state) execute function tell_erasure();

create function tell_owner() returns trigger language plpgsql as $$
begin
  perform emit_event('account.owner_changed', null, jsonb_build_object('userId', new.id, 'isOwner', new.is_owner));
  return null;
end $$;
create trigger users_owner_told after update of is_owner on users for each row
  when (old.is_owner <> new.is_owner) execute function tell_owner();

create function tell_token() returns trigger language plpgsql as $$
begin
  perform emit_event(case tg_op when 'INSERT' then 'token.created' else 'token.revoked' end, null,
    jsonb_build_object('tokenId', new.id, 'userId', new.user_id, 'scopes', new.scopes));
  return null;
end $$;
create trigger api_tokens_told after insert on api_tokens for each row execute function tell_token();
create trigger api_tokens_end_told after update of revoked_at on api_tokens for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function tell_token();

-- Of an authenticator app only once it was in use.
create function tell_factor_removed() returns trigger language plpgsql as $$
begin
  -- Not of those that go with their account.
  if exists (select from users u where u.id = old.user_id) then
    perform emit_event('account.factor_removed', null, jsonb_build_object('userId', old.user_id, 'factor', tg_argv[0]));
  end if;
  return null;
end $$;
create trigger totp_factors_removed_told after delete on totp_factors for each row
  when (old.confirmed_at is not null) execute function tell_factor_removed('authenticator');
create trigger passkeys_removed_told after delete on passkeys for each row execute function tell_factor_removed('passkey');

create function tell_backup() returns trigger language plpgsql as $$
begin
  perform emit_event('backup.made', null, jsonb_build_object('backupId', new.id, 'bytes', new.bytes, 'encrypted', new.encrypted,
    'artifactsMissing', new.artifacts_missing));
  return null;
end $$;
create trigger backups_told after insert on backups for each row execute function tell_backup();
