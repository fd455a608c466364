-- How much rankings disagree, and how alike they are, is of the whole order and no more of the best one alone. What is stored is
-- made anew by the worker, a batch at a time, from these notes. It only adds rows, so nobody waits for it.
insert into resolution_changes (project_id, comparison_id)
select r.project_id, r.comparison_id from resolutions r join comparisons c on c.id = r.comparison_id
where r.question = 'main' and cardinality(c.response_ids) > 2 and r.votes_used > 0;
