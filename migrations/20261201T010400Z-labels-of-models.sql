-- How many answers there are to choose from where a model was learnt: 4 of pairs, 2 of thumbs.
alter table annotator_models add column labels smallint not null default 4 check (labels in (2, 4));
