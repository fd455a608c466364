-- Rows of datasets that come from rankings and rewrites.

-- What a row comes from: a comparison of two responses, two responses of a larger one, or a rewrite against a response.
alter table dataset_rows add column source text not null default 'pair' check (source in ('pair', 'ranking', 'rewrite'));
-- What follows the comparison's id in the row's id; null: nothing.
alter table dataset_rows add column id_suffix text;
-- The judgment whose rewrite the chosen response is.
alter table dataset_rows add column judgment_id uuid;
alter table dataset_rows add check ((source = 'pair') = (id_suffix is null)), add check ((source = 'rewrite') = (judgment_id is not null));

-- What could be rows, and {kind: {units, rows}}.
alter table dataset_versions add column units_total bigint, add column kinds jsonb;
