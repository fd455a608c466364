-- What a lead tells an annotator stands among what rules noticed: a note that no rule made.

drop index routing_events_told;
create index routing_events_told on routing_events (annotator_id, id)
  where action in ('notify', 'practice') and (rule is not null or note is not null);
