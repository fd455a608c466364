-- What reviewers decide of a response judged alone: {ratings: [{key, response, value}], steps: [{start, end, label}] or null}.

alter table adjudications add column details json;
alter table review_decisions add column details json;
