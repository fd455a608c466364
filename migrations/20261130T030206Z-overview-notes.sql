create trigger resolution_changes_passed_on after delete on resolution_changes
  referencing old table as taken for each statement execute function pass_on_to_overview();
