-- Whoever raised a flag may take it back, and a reviewer settles it: valid, or dismissed. None is ever deleted, since versions
-- that are frozen counted it.
alter table flags add column state text not null default 'open' check (state in ('open', 'valid', 'dismissed', 'withdrawn'));
alter table flags add column settled_by uuid references users;
alter table flags add column settled_at timestamptz;
alter table flags add column settled_note text;

-- Whether a flag counts: it is neither taken back nor dismissed, and nobody whose judgments of then are excluded raised it.
create function flag_counts(p_flag flags) returns boolean language sql stable as $$
  select p_flag.state in ('open', 'valid') and not exists (
    select from exclusions e join comparisons c on c.id = p_flag.comparison_id
    where e.annotator_id = p_flag.annotator_id and e.project_id = p_flag.project_id and e.state in ('applying', 'applied')
      and is_covered(e, c.batch_id, p_flag.created_at))
$$;

-- Sets the counter `flagged` of some comparisons anew.
create function recount_flags(p_comparisons uuid[]) returns void language sql as $$
  update comparisons c set flagged = n.flagged from (
    select i.id, least(count(*) filter (where f.id is not null and flag_counts(f)), 32767)::smallint as flagged
    from unnest(p_comparisons) i (id) left join flags f on f.comparison_id = i.id group by i.id
  ) n
  where c.id = n.id and c.flagged <> n.flagged
$$;

-- Flags of people who are excluded already.
select recount_flags(array(
  select distinct f.comparison_id from flags f join exclusions e on e.annotator_id = f.annotator_id and e.project_id = f.project_id
  where e.state in ('applying', 'applied')));
