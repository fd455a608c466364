-- Rows of a version that a format cannot hold, counted by reason: {reason: rows}. Null: the format holds every row, or the
-- export is not finished.
alter table exports add column refused jsonb;
