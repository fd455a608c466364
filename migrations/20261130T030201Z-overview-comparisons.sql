-- What changes the part of a comparison in an overview beside its judgments. `judged` moves with judgments alone.
create trigger comparisons_made_noted after insert on comparisons
  referencing new table as new_comparisons for each statement execute function note_overview_changes();
create trigger comparisons_changed_noted after update of target_judgments, state, skipped, flagged on comparisons
  for each row when (
    (old.target_judgments, old.state, old.skipped, old.flagged) is distinct from (new.target_judgments, new.state, new.skipped, new.flagged))
  execute function note_overview_change();
create trigger comparisons_deleted_noted after delete on comparisons
  referencing old table as gone for each statement execute function break_overview();
