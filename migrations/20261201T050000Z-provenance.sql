-- Where rows come from and under which licence, for those that do not say it themselves: asked for at the import, kept with its batch.
alter table imports add column provenance jsonb;
alter table batches add column source text, add column licence text;
