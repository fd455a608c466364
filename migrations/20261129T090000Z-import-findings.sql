-- What a check saw in the texts of a file, and what becomes of personal data in them.
alter table imports
  add column findings jsonb,
  add column personal_data text not null default 'keep' check (personal_data in ('keep', 'mask', 'refuse'));
