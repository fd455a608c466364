-- What a rule noticed about somebody's answers to gold comparisons is told to them, among their feedback.

alter table routing_events add column read_at timestamptz;
-- Nobody is told now what was noticed before.
update routing_events set read_at = created_at;
create index routing_events_told on routing_events (annotator_id, id) where action in ('notify', 'practice') and rule is not null;
