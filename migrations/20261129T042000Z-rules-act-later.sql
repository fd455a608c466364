-- A rule that acted right after an answer would tell which pair was gold: it waits for some more answers, or the sitting's end.

-- Further answers until rules look; null: no answer to gold waits for them.
alter table annotator_cursors add column rules_in smallint;
-- When the sitting is over if no more answers come.
alter table annotator_cursors add column rules_at timestamptz;
create index annotator_cursors_rules on annotator_cursors (rules_at) where rules_in is not null;
