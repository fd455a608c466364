-- Every kind of question: forms instead of one scale; rankings, ratings, flags, marks and rewrites beside the main
-- answer; comparisons of one to nine responses; drafts.

-- What a question asks, as `questionForm` in the contract has it.
alter table questions add column form jsonb;
update questions set form = jsonb_build_object(
  'main', jsonb_build_object('kind', 'pair', 'levels', null, 'scale', jsonb_build_object(
    'points', points, 'allowTie', allow_tie, 'allowBothBad', allow_both_bad, 'allowCannotJudge', allow_cannot_judge)),
  'criteria', '[]'::jsonb, 'ratings', '[]'::jsonb, 'flags', '[]'::jsonb, 'safety', null,
  'rationale', '{"mode": "optional", "minLength": 0, "reasons": [], "reasonRequired": false}'::jsonb,
  'spans', '[]'::jsonb, 'rewrite', 'off', 'scope', 'last_turn', 'allowDiff', true);
alter table questions alter column form set not null,
  drop column points, drop column allow_tie, drop column allow_both_bad, drop column allow_cannot_judge;
-- Positions on the scale of a pair; null for rankings and single answers.
alter table questions add column points smallint generated always as ((form #>> '{main,scale,points}')::smallint) stored;

-- How long after it was given a judgment may be changed; null: as long as the project is not archived.
alter table projects add column edit_hours int check (edit_hours between 1 and 8760);

alter table judgments drop constraint judgments_outcome_check;
alter table judgments add constraint judgments_outcome_check check (outcome in (
  'preference', 'tie', 'both_bad', 'cannot_judge', 'ranking', 'thumbs_up', 'thumbs_down', 'rated', 'steps', 'retracted'));
-- ranks[i] = rank of the i-th canonical response: 1 is best, 0 unacceptable, null below the best k.
alter table judgments add column ranks smallint[];
-- json keeps the text as written: exports copy it.
alter table judgments add column details json;
alter table judgments add check ((outcome = 'ranking') = (ranks is not null));

-- A rewrite is a response like others, with its parent and its author.
alter table responses add column origin text not null default 'import' check (origin in ('import', 'rewrite'));
alter table responses add column parent_id uuid references responses on delete set null;
alter table responses add column author_id uuid references users;
create index responses_parent on responses (parent_id) where parent_id is not null;
alter table responses add check ((origin = 'rewrite') = (author_id is not null));

alter table comparisons drop constraint comparisons_response_ids_check;
alter table comparisons add constraint comparisons_response_ids_check check (cardinality(response_ids) between 1 and 9);
-- unfit: the question cannot be asked of so many responses; open again when a version of it can.
alter table comparisons drop constraint comparisons_state_check;
alter table comparisons add constraint comparisons_state_check check (state in ('open', 'closed', 'unfit'));
-- Which message of the responses is judged, from 0, where the import marks one.
alter table comparisons add column judge_turn smallint check (judge_turn >= 0);
-- Kinds of content that some people would rather not see.
alter table comparisons add column sensitive text[] not null default '{}';

-- What somebody has entered and not given yet. One per assignment: the device that wrote last wins.
create table drafts (
  assignment_id uuid primary key references assignments on delete cascade,
  body jsonb not null,
  saved_at timestamptz not null default clock_timestamp()
);

-- Who has said to have read which version.
create table guidelines_acknowledgments (
  project_id uuid not null references projects on delete cascade,
  user_id uuid not null references users on delete cascade,
  version int not null,
  acknowledged_at timestamptz not null default now(),
  primary key (project_id, user_id, version)
);

create table annotator_settings (
  user_id uuid primary key references users on delete cascade,
  opt_out text[] not null default '{}'
);

-- Why a judgment given at this time takes no more changes, or null.
create function judgment_lock(p_project uuid, p_given_at timestamptz) returns text
language sql stable as $$
  select case when p.state = 'archived' then 'project_archived'
    when p.edit_hours is not null and p_given_at + make_interval(hours => p.edit_hours) < clock_timestamp() then 'time_over' end
  from projects p where p.id = p_project
$$;

drop function claim_assignments(uuid, uuid, int, uuid[]);
-- Up to p_count assignments for one annotator: live leases first, then new ones in the order of rank. p_new_ids
-- are the ids of the new ones. Gives nothing in a project that is not active.
create function claim_assignments(p_project uuid, p_annotator uuid, p_count int, p_new_ids uuid[])
returns table (
  assignment_id uuid, prompt_id uuid, response_ids uuid[], presented_order smallint[],
  lease_expires_at timestamptz, question_version int, judge_turn smallint, sensitive text[]
)
language plpgsql rows 5
-- One plan per connection, and always the walk along the index of open comparisons: planning anew for each claim would
-- take longer than the claim, and a plan that sorts would look at the whole pool.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  v_project record;
  v_cursor bigint;
  v_last bigint;
  v_from bigint;
  v_to bigint;
  v_now timestamptz;
  v_lease timestamptz;
  v_missing int := p_count;
  v_mine uuid;
  v_taken record;
  -- Kinds of content this person has asked not to see.
  v_opt_out text[];
begin
  select p.state, p.lease_minutes, p.question_version, p.guidelines_version into v_project from projects p where p.id = p_project;
  if v_project.state is distinct from 'active' then return; end if;

  -- The row lock lets one claim of a person run at a time: two of them cannot take the same comparison.
  select rank into v_cursor from annotator_cursors where project_id = p_project and annotator_id = p_annotator for no key update;
  if not found then
    insert into annotator_cursors (project_id, annotator_id) values (p_project, p_annotator) on conflict do nothing;
    select rank into v_cursor from annotator_cursors where project_id = p_project and annotator_id = p_annotator for no key update;
  end if;
  v_opt_out := coalesce((select s.opt_out from annotator_settings s where s.user_id = p_annotator), '{}');
  v_now := clock_timestamp();
  v_lease := v_now + make_interval(mins => v_project.lease_minutes);

  -- A lease of mine that ran out but still holds its place goes on.
  -- One by one: as a single statement it may be planned over all assignments while the statistics still say that there are none.
  for v_mine in
    select m.id from assignments m where m.project_id = p_project and m.annotator_id = p_annotator and m.state = 'leased'
    order by m.id limit p_count
  loop
    update assignments a set lease_expires_at = v_lease
    where a.id = v_mine and a.state = 'leased' and a.lease_expires_at <= v_now;
  end loop;

  for assignment_id, prompt_id, response_ids, presented_order, lease_expires_at, question_version, judge_turn, sensitive in
    select a.id, c.prompt_id, c.response_ids, a.presented_order, a.lease_expires_at, a.question_version, c.judge_turn, c.sensitive
    from assignments a join comparisons c on c.id = a.comparison_id
    where a.project_id = p_project and a.annotator_id = p_annotator and a.state = 'leased'
    order by a.id limit p_count
  loop
    v_missing := v_missing - 1;
    return next;
  end loop;

  -- Steps 1 and 2: after the cursor, then round to the start. Steps 3 and 4: again, with places that ended leases freed.
  for v_step in 1..4 loop
    exit when v_missing <= 0;
    if v_step = 3 then exit when expire_leases(p_project, 50) = 0; end if;
    v_from := case when v_step % 2 = 1 then v_cursor else -9223372036854775808 end;
    v_to := case when v_step % 2 = 1 then 9223372036854775807 else v_cursor end;
    for v_taken in
      with picked as materialized (
        select c.id, c.rank, c.issued, c.side_seed, c.prompt_id, c.response_ids, c.judge_turn, c.sensitive
        from comparisons c
        where c.project_id = p_project and c.routable and c.rank > v_from and c.rank <= v_to and not c.sensitive && v_opt_out
          -- A scalar subquery on the unique index: an anti-join would be planned over all of my assignments. The cast keeps
          -- the index of my assignments out of it, which a table without statistics makes look as good.
          and coalesce((select m.state from assignments m
                where m.comparison_id = c.id and m.annotator_id::text = p_annotator::text and m.repeat_number = 0), 'released') in ('expired', 'released')
        order by c.rank limit v_missing
        for no key update of c skip locked
      ), numbered as (
        select picked.*, p_new_ids[p_count - v_missing + row_number() over (order by rank)] as new_id from picked
      ), taken as (
        insert into assignments as a (id, project_id, comparison_id, annotator_id, presented_order, state,
          question_version, guidelines_version, lease_expires_at)
        select n.new_id, p_project, n.id, p_annotator,
          -- Spelled out for pairs: calling the function takes longer than all the rest of this row.
          case when cardinality(n.response_ids) = 1 then '{0}'::smallint[]
            when cardinality(n.response_ids) > 2 then presented_order(cardinality(n.response_ids), n.side_seed, n.issued)
            when (n.side_seed + n.issued) % 2 = 0 then '{0,1}'::smallint[] else '{1,0}'::smallint[] end, 'leased',
          v_project.question_version, v_project.guidelines_version, v_lease
        from numbered n order by n.rank
        on conflict (comparison_id, annotator_id, repeat_number) do update
          set state = 'leased', lease_expires_at = excluded.lease_expires_at, closed_at = null,
            question_version = excluded.question_version, guidelines_version = excluded.guidelines_version
          -- My own late vote may have come between the search and its lock.
          where a.state in ('expired', 'released')
        returning a.id, a.comparison_id, a.presented_order
      ), counted as (
        update comparisons c set leased = c.leased + 1, issued = c.issued + (t.id = n.new_id)::int
        from taken t join numbered n on n.id = t.comparison_id where c.id = t.comparison_id
      )
      select t.id, n.rank, n.prompt_id, n.response_ids, t.presented_order, n.judge_turn, n.sensitive
      from taken t join numbered n on n.id = t.comparison_id order by n.rank
    loop
      assignment_id := v_taken.id;
      prompt_id := v_taken.prompt_id;
      response_ids := v_taken.response_ids;
      presented_order := v_taken.presented_order;
      lease_expires_at := v_lease;
      question_version := v_project.question_version;
      judge_turn := v_taken.judge_turn;
      sensitive := v_taken.sensitive;
      v_last := v_taken.rank;
      v_missing := v_missing - 1;
      return next;
    end loop;
  end loop;

  if v_last is not null then
    update annotator_cursors set rank = v_last where project_id = p_project and annotator_id = p_annotator;
  end if;
end $$;

drop function submit_judgment(uuid, uuid, uuid, uuid, int, int, text, smallint, real, text, jsonb, int, bytea);
-- Stores one judgment. p_strength is as if the responses had been shown in canonical order; p_ranks and p_details are in
-- canonical order already. status: counted, revised, surplus, or not_found, conflict, locked. The rules are the domain's
-- `place` for the event submit.
create function submit_judgment(
  p_id uuid, p_project uuid, p_assignment uuid, p_annotator uuid, p_question_version int, p_guidelines_version int,
  p_outcome text, p_position smallint, p_strength real, p_rationale text, p_view jsonb, p_active_ms int, p_payload_hash bytea,
  p_ranks smallint[], p_details json,
  out status text, out created_at timestamptz
)
language plpgsql as $$
declare
  v_comparison record;
  v_assignment record;
  v_judgment record;
  v_comparison_id uuid;
  -- The last of this assignment's judgments and retractions, which the new one supersedes.
  v_head_id uuid;
  v_head_outcome text;
  v_head_surplus boolean;
  v_head_at timestamptz;
  v_was_counted boolean;
  v_counted boolean;
begin
  select a.comparison_id into v_comparison_id from assignments a
  where a.id = p_assignment and a.annotator_id = p_annotator and a.project_id = p_project;
  if not found then status := 'not_found'; return; end if;
  select c.leased, c.judged, c.target_judgments, c.routable into v_comparison
  from comparisons c where c.id = v_comparison_id for no key update;
  select a.state, a.presented_order into v_assignment from assignments a where a.id = p_assignment;

  for v_judgment in
    select j.id, j.outcome, j.surplus, j.payload_hash, j.created_at, s.outcome as replaced_outcome,
      exists (select from judgments n where n.supersedes = j.id) as is_replaced
    from judgments j left join judgments s on s.id = j.supersedes
    where j.comparison_id = v_comparison_id and j.assignment_id = p_assignment
  loop
    if v_judgment.id = p_id then
      if v_judgment.payload_hash <> p_payload_hash or v_judgment.outcome = 'retracted' then status := 'conflict'; return; end if;
      created_at := v_judgment.created_at;
      status := case when v_judgment.replaced_outcome <> 'retracted' then 'revised' when v_judgment.surplus then 'surplus' else 'counted' end;
      return;
    end if;
    if not v_judgment.is_replaced then
      v_head_id := v_judgment.id;
      v_head_outcome := v_judgment.outcome;
      v_head_surplus := v_judgment.surplus;
      v_head_at := v_judgment.created_at;
    end if;
  end loop;

  if v_head_outcome <> 'retracted' and judgment_lock(p_project, v_head_at) is not null then status := 'locked'; return; end if;

  v_was_counted := v_assignment.state = 'submitted' and not v_head_surplus;
  -- A counted judgment stays one. Who holds a lease has a place; who comes late takes a free one, if there is one.
  v_counted := v_was_counted or case when v_assignment.state = 'leased'
    then v_comparison.judged < v_comparison.target_judgments else v_comparison.routable end;
  created_at := clock_timestamp();

  insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome,
    position, strength, ranks, details, rationale, view, active_ms, surplus, supersedes, payload_hash, created_at)
  values (p_id, p_project, v_comparison_id, p_assignment, p_annotator, p_question_version, p_guidelines_version, p_outcome,
    p_position, case v_assignment.presented_order when '{0,1}' then p_strength when '{1,0}' then 0 - p_strength end,
    p_ranks, p_details, p_rationale, p_view, p_active_ms, not v_counted, v_head_id, p_payload_hash, created_at);
  delete from drafts d where d.assignment_id = p_assignment;
  update assignments a set state = 'submitted', judgment_id = p_id, skip_reason = null, skip_note = null,
    closed_at = case when v_assignment.state = 'submitted' then a.closed_at else submit_judgment.created_at end
  where a.id = p_assignment;
  if v_assignment.state in ('leased', 'skipped') or v_counted <> v_was_counted then
    update comparisons c set leased = c.leased - (v_assignment.state = 'leased')::int, skipped = c.skipped - (v_assignment.state = 'skipped')::int,
      judged = c.judged + v_counted::int - v_was_counted::int
    where c.id = v_comparison_id;
  end if;
  status := case when v_head_outcome <> 'retracted' then 'revised' when v_counted then 'counted' else 'surplus' end;
end $$;
