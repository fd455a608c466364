create trigger responses_added_up after insert on responses
  referencing new table as new_responses for each statement execute function add_responses_to_overview();
