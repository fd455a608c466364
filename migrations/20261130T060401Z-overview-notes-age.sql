-- Since when a note waits, to see whether sums keep up. Those of before count from now.
alter table overview_changes add column noted_at timestamptz not null default now();
alter table overview_additions add column noted_at timestamptz not null default now();
