-- How many rows an act changed that was about many at once; null for all others.
alter table act add column row_count int check (row_count > 0);

-- Transactions with their postings, as `transaction_document`, for many at once.
create function transaction_documents(book uuid, ids uuid[]) returns table (id uuid, document jsonb)
  language sql stable parallel safe begin atomic
  select t.id, to_jsonb(t) - 'book_id' || jsonb_build_object('postings', (
    select jsonb_agg(to_jsonb(p) - '{book_id,transaction_id,booked_on}'::text[] order by p.line)
    from posting p where p.book_id = t.book_id and p.transaction_id = t.id
  ))
  from transaction t where t.book_id = book and t.id = any(ids);
end;
