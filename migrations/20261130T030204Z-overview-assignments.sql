-- A judgment that is set aside, or taken in again.
create trigger assignments_aside_noted after update of set_aside on assignments
  for each row when (old.set_aside is distinct from new.set_aside) execute function note_overview_change_of_comparison();
