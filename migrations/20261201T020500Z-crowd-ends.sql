-- What whoever cannot reach the wanted number leaves with, and whether one may go on after it. Links of before let people go on.
alter table crowd_links
  add column screen_out_code text,
  add column screen_out_url text,
  add column may_go_on boolean not null default true;
alter table crowd_links alter column may_go_on set default false;
