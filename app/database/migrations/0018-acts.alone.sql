drop index concurrently if exists audit_act;
create index concurrently audit_act on audit (book_id, act_id, id) where act_id is not null;
