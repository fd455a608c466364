-- What of a comparison is paid, as the number of the rate of each paid judgment. Null: taken in before this was known.
alter table overview_parts add column paid smallint[];

-- Ordinary judgments by outcome were taken for all that is paid: gold comparisons, repeats and what was set aside are paid as well.
delete from overview_sums where measure = 'paid';

-- Comparisons are gone through once more; until that is done, everything is counted.
update overview_progress set whole = false, after_rank = null, after_id = null where whole or after_id is not null;
