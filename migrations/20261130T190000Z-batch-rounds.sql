-- The turn of the loop that a batch was collected in: before the next training, from 1.
alter table batches add column round integer not null default 1 check (round between 1 and 10000);
