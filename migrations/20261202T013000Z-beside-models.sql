-- What is learnt of annotators on ratings and criteria beside the main question: {"ratings": [{key, min, max, pooledVariance, raters}],
-- "criteria": [{key, presumedAccuracy, estimates}]}. Models from before know nothing of them.
alter table annotator_models add column beside jsonb not null default '{"ratings": [], "criteria": []}';
