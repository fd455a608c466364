-- What is worth a review hangs on the priority of the comparison too: its label is looked at again when that changes.

create function note_priority() returns trigger language plpgsql as $$
begin
  insert into resolution_changes (project_id, comparison_id)
  select r.project_id, r.comparison_id from resolutions r
  where r.comparison_id = new.id and r.question = 'main' and r.review_score > 0;
  return null;
end $$;
create trigger comparisons_priority_noted after update of priority on comparisons
  for each row when (old.priority is distinct from new.priority) execute function note_priority();

create function note_batch_priority() returns trigger language plpgsql as $$
begin
  insert into resolution_changes (project_id, comparison_id)
  select r.project_id, r.comparison_id from resolutions r join comparisons c on c.id = r.comparison_id
  where r.project_id = new.project_id and r.question = 'main' and r.review_score > 0 and r.decision_id is null
    and c.batch_id = new.id and c.priority is null;
  return null;
end $$;
create trigger batches_priority_noted after update of priority on batches
  for each row when (old.priority is distinct from new.priority) execute function note_batch_priority();

-- Labels from before priorities counted.
insert into resolution_changes (project_id, comparison_id)
select r.project_id, r.comparison_id from resolutions r
join comparisons c on c.id = r.comparison_id join batches b on b.id = c.batch_id
where r.question = 'main' and r.review_score > 0 and r.decision_id is null and coalesce(c.priority, b.priority) <> 0;
