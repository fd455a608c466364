-- Labels of the questions beside the main one: preferences per criterion, ratings, flags, safety.

-- [{answers, value, low, high, mostly, reason}] by canonical index, of questions about each response by itself.
alter table resolutions add column per_response jsonb;
alter table resolutions drop constraint resolutions_method_check, drop constraint resolutions_result_check;
alter table resolutions
  add constraint resolutions_method_check check (method in ('single', 'majority', 'median', 'weighted', 'adjudicated')),
  add constraint resolutions_result_check check (result in ('winner', 'tie', 'both_bad', 'contested', 'unresolved', 'answered')),
  add check (per_response is null or question <> 'main');

-- Lists are of one question.
drop index resolutions_project;
drop index resolutions_result;
create index resolutions_question on resolutions (project_id, question, comparison_id);
create index resolutions_result on resolutions (project_id, question, result, comparison_id);
create index resolutions_disagreement on resolutions (project_id, question, disagreement desc, comparison_id desc);

-- Judgments that answered such questions before their labels were kept.
insert into resolution_changes (project_id, comparison_id)
select distinct project_id, comparison_id from judgments where details is not null;
