-- The latest time that was seen, in one row that workers look after: what ends at a time ends by a clock that never goes back
-- (docs/adr/0027). Without a row the clock counts as it is.

create table steady_clock (
  only_row boolean primary key default true check (only_row),
  latest timestamptz not null,
  ahead_seconds double precision not null default 0
);
comment on column steady_clock.latest is 'The latest time seen, with what the clock has gone back since.';
comment on column steady_clock.ahead_seconds is 'By how much the clock has gone back altogether.';
