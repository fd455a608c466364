-- The projects that a token is for; null: all of its person. An id whose project is gone opens nothing.
alter table api_tokens add column project_ids uuid[] check (cardinality(project_ids) > 0);
