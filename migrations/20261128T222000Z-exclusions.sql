-- Somebody's judgments can be set aside and taken in again; none is ever changed or deleted.

create table exclusions (
  id uuid primary key,
  project_id uuid not null references projects on delete cascade,
  annotator_id uuid not null references users,
  scope text not null check (scope in ('all', 'from', 'batch')),
  from_at timestamptz,
  batch_id uuid references batches on delete cascade,
  reason text not null,
  -- applying and ending go on in chunks and can be cut short anywhere.
  state text not null check (state in ('applying', 'applied', 'ending', 'ended')),
  -- {judgments, leases, reopened, flipped} so far; of the end {counted, surplus, flipped}.
  effect jsonb not null default '{"judgments": 0, "leases": 0, "reopened": 0, "flipped": 0}',
  end_effect jsonb not null default '{"counted": 0, "surplus": 0, "flipped": 0}',
  created_by uuid not null references users,
  created_at timestamptz not null default clock_timestamp(),
  ended_by uuid references users,
  ended_because text,
  ended_at timestamptz,
  heartbeat_at timestamptz not null default clock_timestamp(),
  check ((scope = 'from') = (from_at is not null)),
  check ((scope = 'batch') = (batch_id is not null))
);
create index exclusions_project on exclusions (project_id, id);
create index exclusions_in_force on exclusions (annotator_id, project_id) where state in ('applying', 'applied');
create index exclusions_unfinished on exclusions (state) where state in ('applying', 'ending');

-- excluded: its judgment does not count, by exclusion_id. surplus: it was excluded, and when it was taken in again its place was
-- filled. Null: it counts as its judgment says.
alter table assignments add column set_aside text check (set_aside in ('excluded', 'surplus'));
alter table assignments add column exclusion_id uuid;
alter table assignments add check ((set_aside is not distinct from 'excluded') = (exclusion_id is not null));
create index assignments_excluded on assignments (exclusion_id, comparison_id) where exclusion_id is not null;

-- Whoever judges holds this lock shared until commit, whoever begins or ends an exclusion holds it alone: a judgment knows of the
-- exclusion, or is there when it is applied.
create function exclusion_lock(p_project uuid, p_annotator uuid) returns bigint language sql immutable as $$
  select hashtextextended(p_project::text || p_annotator::text, 1)
$$;

-- Whether an exclusion covers a judgment of this comparison given at this time.
create function is_covered(p_exclusion exclusions, p_batch uuid, p_given_at timestamptz) returns boolean language sql immutable as $$
  select case p_exclusion.scope when 'all' then true when 'from' then p_given_at >= p_exclusion.from_at else p_batch = p_exclusion.batch_id end
$$;

-- Only these have a part in the counter `judged`.
create function takes_place(p_kind text, p_repeat smallint) returns boolean language sql immutable as $$
  select p_kind in ('normal', 'imported') and p_repeat = 0
$$;

create or replace function note_judged() returns trigger language plpgsql as $$
declare
  v_annotator record;
  v_new record;
begin
  insert into resolution_changes (project_id, comparison_id)
  select distinct n.project_id, n.comparison_id from new_judgments n;
  for v_annotator in select distinct n.project_id, n.annotator_id from new_judgments n loop
    perform pg_advisory_xact_lock_shared(exclusion_lock(v_annotator.project_id, v_annotator.annotator_id));
  end loop;
  -- A statement of its own: it sees what was committed while this one waited.
  for v_new in
    select n.assignment_id, n.comparison_id, (
      select e.id from exclusions e where e.annotator_id = n.annotator_id and e.project_id = n.project_id
        and e.state in ('applying', 'applied') and is_covered(e, c.batch_id, n.created_at) order by e.id limit 1) as exclusion_id
    from new_judgments n join comparisons c on c.id = n.comparison_id
    where n.outcome <> 'retracted' and exists (
      select from exclusions e where e.annotator_id = n.annotator_id and e.project_id = n.project_id and e.state in ('applying', 'applied'))
  loop
    continue when v_new.exclusion_id is null;
    -- The judgment that this one replaces counted until now.
    update comparisons c set judged = c.judged - 1
    from assignments a join judgments j on j.id = a.judgment_id
    where c.id = v_new.comparison_id and a.id = v_new.assignment_id and a.state = 'submitted' and a.set_aside is null
      and not j.surplus and takes_place(a.kind, a.repeat_number);
    update assignments a set set_aside = 'excluded', exclusion_id = v_new.exclusion_id
    where a.id = v_new.assignment_id and a.set_aside is distinct from 'excluded';
  end loop;
  return null;
end $$;

-- Takes back what a submit counted of a judgment that is set aside. At commit: until then the counter may not go below what
-- the submit is about to add.
create function uncount_set_aside() returns trigger language plpgsql as $$
declare
  v_counted int;
begin
  v_counted := (select (not j.surplus)::int from judgments j where j.id = new.judgment_id)
    - coalesce((select (not j.surplus)::int from judgments j where j.id = old.judgment_id and old.state = 'submitted'), 0);
  if v_counted <> 0 then
    update comparisons c set judged = c.judged - v_counted where c.id = new.comparison_id;
  end if;
  return null;
end $$;
create constraint trigger assignments_set_aside after update of state, judgment_id on assignments
  deferrable initially deferred for each row
  when (new.set_aside is not null and new.state = 'submitted' and new.judgment_id is not null and takes_place(new.kind, new.repeat_number))
  execute function uncount_set_aside();

-- Sets aside what an exclusion covers of up to p_limit comparisons; their leases are released. One row per comparison.
create function apply_exclusion(p_exclusion uuid, p_limit int)
returns table (comparison uuid, judgments int, leases int, reopened boolean) language plpgsql as $$
declare
  v_exclusion exclusions;
  v_ids uuid[];
begin
  select e.* into v_exclusion from exclusions e where e.id = p_exclusion;
  v_ids := array(
    select distinct a.comparison_id from assignments a
    join comparisons c on c.id = a.comparison_id left join judgments j on j.id = a.judgment_id
    where a.annotator_id = v_exclusion.annotator_id and a.project_id = v_exclusion.project_id
      and (a.state = 'leased' or (a.state = 'submitted' and a.set_aside is distinct from 'excluded'))
      and is_covered(v_exclusion, c.batch_id, coalesce(j.created_at, clock_timestamp()))
    limit p_limit);
  perform from comparisons c where c.id = any(v_ids) order by c.id for no key update;
  return query
    with covered as (
      select a.id, a.comparison_id, a.state, (a.state = 'submitted' and a.set_aside is null and not j.surplus and takes_place(a.kind, a.repeat_number))::int as counted,
        (a.state = 'leased' and takes_place(a.kind, a.repeat_number))::int as held
      from assignments a join comparisons c on c.id = a.comparison_id left join judgments j on j.id = a.judgment_id
      where a.annotator_id = v_exclusion.annotator_id and a.comparison_id = any(v_ids)
        and (a.state = 'leased' or (a.state = 'submitted' and a.set_aside is distinct from 'excluded'))
        and is_covered(v_exclusion, c.batch_id, coalesce(j.created_at, clock_timestamp()))
    ), aside as (
      update assignments a set set_aside = 'excluded', exclusion_id = p_exclusion from covered k where a.id = k.id and k.state = 'submitted'
    ), freed as (
      update assignments a set state = 'released', closed_at = clock_timestamp() from covered k where a.id = k.id and k.state = 'leased'
    ), sums as (
      select k.comparison_id, sum(k.counted)::int as counted, sum(k.held)::int as leases from covered k group by 1
    ), before as (
      select c.id, c.routable from comparisons c where c.id = any(v_ids)
    )
    update comparisons c set judged = c.judged - s.counted, leased = c.leased - s.leases
    from sums s join before b on b.id = s.comparison_id where c.id = s.comparison_id
    returning c.id, s.counted, s.leases, c.routable and not b.routable;
end $$;

-- Takes in again what an exclusion set aside in up to p_limit comparisons: counted where there is room, else surplus; what
-- another exclusion covers stays aside by that one. One row per comparison.
create function end_exclusion(p_exclusion uuid, p_limit int)
returns table (comparison uuid, counted int, surplus int) language plpgsql as $$
declare
  v_ids uuid[];
begin
  v_ids := array(select distinct a.comparison_id from assignments a where a.exclusion_id = p_exclusion limit p_limit);
  perform from comparisons c where c.id = any(v_ids) order by c.id for no key update;
  return query
    with held as (
      select a.id, a.comparison_id, (
          select e.id from exclusions e where e.annotator_id = a.annotator_id and e.project_id = a.project_id and e.state in ('applying', 'applied')
            and is_covered(e, c.batch_id, coalesce(j.created_at, a.created_at)) order by e.id limit 1) as other,
        coalesce(a.state = 'submitted' and not j.surplus and takes_place(a.kind, a.repeat_number), false) as may_count,
        c.leased + c.judged < c.target_judgments as has_room
      from assignments a join comparisons c on c.id = a.comparison_id left join judgments j on j.id = a.judgment_id
      where a.exclusion_id = p_exclusion and a.comparison_id = any(v_ids)
    ), taken as (
      update assignments a set exclusion_id = h.other,
        set_aside = case when h.other is not null then 'excluded' when h.may_count and not h.has_room then 'surplus' end
      from held h where a.id = h.id
    ), sums as (
      select h.comparison_id, count(*) filter (where h.other is null and h.may_count and h.has_room)::int as counted,
        count(*) filter (where h.other is null and h.may_count and not h.has_room)::int as surplus
      from held h group by 1
    )
    update comparisons c set judged = c.judged + s.counted from sums s where c.id = s.comparison_id
    returning c.id, s.counted, s.surplus;
end $$;
