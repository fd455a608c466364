-- Known answers that come with an import, and why they are right.

alter table gold_items add column explanation jsonb;

-- Whether who started the check or run may set known answers; decided then, for the worker.
alter table imports add column may_set_gold boolean not null default false;
