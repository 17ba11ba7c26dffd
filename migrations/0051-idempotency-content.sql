-- What a form said when its key was claimed, as a hash: the same key with other words is no repetition.
alter table idempotency_keys add column content text not null default '';
