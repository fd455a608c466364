-- no-transaction
create index concurrently if not exists audit_private_address on audit_private ((data ->> 'address'), seq) where part = 'origin';
