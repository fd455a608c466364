-- Deleting a project deletes its judgments and assignments one by one; each asks who still refers to it.
create index assignments_judgment on assignments (judgment_id) where judgment_id is not null;
create index flags_assignment on flags (assignment_id);
