-- Whether reviewers may decide comparisons that they judged or wrote an answer of; a small lab of one person needs it.
alter table review_settings add column own_work boolean not null default false;
