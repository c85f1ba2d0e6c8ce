drop index concurrently if exists transaction_by_payee;
create index concurrently transaction_by_payee on transaction (book_id, payee_id, booked_on, id) where payee_id is not null;
drop index concurrently if exists transaction_note_search;
create index concurrently transaction_note_search on transaction using gin (book_id, plain_text(note) gin_trgm_ops) where note <> '';
drop index concurrently if exists posting_note_search;
create index concurrently posting_note_search on posting using gin (book_id, plain_text(note) gin_trgm_ops) where note <> '';
