-- Statistics of a round are behind when a batch comes into it or leaves it.
alter table batches add column round_changed_at timestamptz;
