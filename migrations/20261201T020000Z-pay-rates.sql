-- What a judgment is worth, and since when: work is paid by the rate in force when it was first given to somebody, whatever
-- is said later. The first rate of a project holds from the beginning. projects.pay_* stay what holds now.
create table pay_rates (
  project_id uuid not null references projects on delete cascade,
  -- 1, 2, 3 in the order they were set.
  number smallint not null,
  -- Both null: nothing is paid by the judgment from then on.
  currency text check (currency ~ '^[A-Z]{3}$'),
  micros bigint check (micros between 1 and 1000000000),
  valid_from timestamptz not null,
  -- Null: it is not known, as of what was set before this was noted.
  set_by uuid references users on delete set null,
  set_at timestamptz not null default now(),
  primary key (project_id, number),
  check ((currency is null) = (micros is null))
);

-- Whoever sets it, of whatever version: the account says who it is in `pairwright.acting`.
create function note_pay_rate() returns trigger language plpgsql as $$
declare
  v_last pay_rates;
begin
  -- Work is added up under this lock, by the rates that are seen then: nothing that is given from now on was added up already.
  perform pg_advisory_xact_lock(hashtextextended('overview ' || new.id::text, 0));
  select r.* into v_last from pay_rates r where r.project_id = new.id order by r.number desc limit 1;
  if (v_last.currency, v_last.micros) is not distinct from (new.pay_currency, new.pay_micros) then return null; end if;
  insert into pay_rates (project_id, number, currency, micros, valid_from, set_by)
  values (new.id, coalesce(v_last.number, 0) + 1, new.pay_currency, new.pay_micros,
    case when v_last.number is null then '-infinity' else greatest(clock_timestamp(), v_last.valid_from) end,
    nullif(current_setting('pairwright.acting', true), '')::uuid);
  return null;
end $$;
create trigger projects_pay_noted after insert or update of pay_currency, pay_micros on projects
  for each row execute function note_pay_rate();

insert into pay_rates (project_id, number, currency, micros, valid_from)
select id, 1, pay_currency, pay_micros, '-infinity' from projects where pay_micros is not null;
