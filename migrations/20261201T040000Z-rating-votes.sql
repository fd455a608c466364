-- What an import does with past votes that only rate, where the project compares.

alter table imports
  add column rating_votes text not null default 'keep' check (rating_votes in ('keep', 'prefer'));
