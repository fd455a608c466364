-- A plan that was made while there were few prompts reads all of them for every chunk that an import adds; one look-up in the
-- index for every response stays as fast as it is, however many there come to be.
alter function add_responses_to_overview() set enable_seqscan = off;
alter function add_responses_to_overview() set enable_hashjoin = off;
alter function add_responses_to_overview() set enable_mergejoin = off;

-- One check for a comparison that its batch is there and of its project, instead of one for each of the two, neither of which
-- asked whether they belong together. A project takes its batches with it, and these their comparisons.
alter table batches add constraint batches_of_project unique (project_id, id);
drop index batches_project;
alter table comparisons add constraint comparisons_batch_of_project foreign key (project_id, batch_id)
  references batches (project_id, id) on delete cascade not valid;
