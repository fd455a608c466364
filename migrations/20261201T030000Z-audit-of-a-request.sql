-- no-transaction
create index concurrently if not exists audit_events_request on audit_events (request_id, seq) where request_id is not null;
