-- Rows of datasets that are no preference of one response over another, parts of a version, weights, masked texts.

-- Of ties and both bad the first canonical response is `chosen_id`; of labels, steps and ratings the response is, and there is
-- no other one.
alter table dataset_rows
  add column kind text not null default 'preference' check (kind in ('preference', 'tie', 'both_bad', 'label', 'steps', 'ratings')),
  -- The part of the version that the row is in.
  add column split text not null default 'train',
  add column weight double precision not null default 1 check (weight > 0),
  -- {good}, {steps: [{start, end, label}]} or {ratings: [{key, mean, votes, lowest, highest}]}.
  add column detail json,
  alter column rejected_id drop not null,
  -- Null where no votes were shares of anything.
  alter column agreement drop not null;
alter table dataset_rows drop constraint dataset_rows_source_check;
alter table dataset_rows add constraint dataset_rows_source_check check (source in ('pair', 'ranking', 'rewrite', 'single'));
-- A pair also has a suffix where each vote is a row, or a tie is two.
alter table dataset_rows drop constraint dataset_rows_check, drop constraint dataset_rows_check1;
alter table dataset_rows add constraint dataset_rows_suffix_check check (source in ('pair', 'single') or id_suffix is not null);
alter table dataset_rows add constraint dataset_rows_judgment_check check (source <> 'rewrite' or judgment_id is not null);
alter table dataset_rows add constraint dataset_rows_detail_check check ((kind in ('label', 'steps', 'ratings')) = (detail is not null));
alter table dataset_rows add constraint dataset_rows_rejected_check check ((detail is null) = (rejected_id is not null));

-- {split: {kind: rows}}; null: all are preferences, in `train`.
alter table dataset_versions add column row_counts jsonb;
-- Null: the recipe names nobody.
alter table dataset_votes alter column annotator drop not null;

-- Texts of a version that stand for those of its prompts and responses, where personal data was masked.
create table dataset_texts (
  version_id uuid not null references dataset_versions on delete cascade,
  -- Of the prompt or the response.
  text_id uuid not null,
  -- json keeps the text as written.
  messages json not null,
  primary key (version_id, text_id)
);
