-- Whether what the rankings of a comparison say of its models is in the sums. It was not, before.
alter table overview_parts add column ranked boolean not null default false;

-- Where people rank, comparisons are gone through once more; until that is done, such projects are counted.
update overview_progress set whole = false, after_rank = null, after_id = null
where project_id in (select project_id from questions where form #>> '{main,kind}' = 'rank');
