-- Up to when judgments are closed: whoever gives one of an earlier time says so in `late_judgments`. Told before the judgments
-- are sealed. Null, or before `to_at`: up to `to_at`.
alter table audit_seals add column closing_at timestamptz;
