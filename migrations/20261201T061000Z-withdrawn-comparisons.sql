-- A comparison, or all of a batch, may be taken out of work and come back: a wrong file, a prompt that must not be judged. Its
-- judgments stay. Withdrawn it is by its state, which every claim looks at; who did it and why stands here and on the batch.
create or replace function valid_comparison(p_state text, p_leased smallint, p_judged smallint, p_priority smallint, p_judge_turn smallint, p_response_ids uuid[])
returns boolean language plpgsql immutable parallel safe as $$
begin
  return p_state in ('open', 'closed', 'unfit', 'withdrawn') and p_leased >= 0 and p_judged >= 0 and p_priority between -100 and 100 and p_judge_turn >= 0
    and cardinality(p_response_ids) between 1 and 9;
end $$;

alter table batches add column withdrawn_at timestamptz;
alter table batches add column withdrawn_by uuid references users;
alter table batches add column withdrawn_because text;

-- Those withdrawn by themselves; a row goes when the comparison comes back.
create table withdrawn_comparisons (
  comparison_id uuid primary key references comparisons on delete cascade,
  project_id uuid not null references projects on delete cascade,
  because text not null,
  withdrawn_by uuid not null references users,
  withdrawn_at timestamptz not null default clock_timestamp()
);
create index withdrawn_comparisons_project on withdrawn_comparisons (project_id);
