create trigger prompts_added_up after insert on prompts
  referencing new table as new_prompts for each statement execute function add_prompts_to_overview();
create trigger prompts_deleted_noted after delete on prompts
  referencing old table as gone for each statement execute function break_overview();
