-- Teams that whoever joins by the invitation is in.
alter table invites add column teams text[] not null default '{}';
