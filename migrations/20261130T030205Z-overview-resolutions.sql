-- Whether a label is settled.
create trigger resolutions_made_noted after insert on resolutions
  for each row when (new.question = 'main') execute function note_overview_change_of_comparison();
create trigger resolutions_changed_noted after update of result on resolutions
  for each row when (new.question = 'main' and old.result is distinct from new.result) execute function note_overview_change_of_comparison();
