-- One payee for each name, spelt as it was last; in one go, which locks no row that anybody waits for.
insert into payee (book_id, name)
select distinct on (book_id, plain_text(payee)) book_id, btrim(payee) from transaction
where payee_id is null and btrim(payee) <> ''
order by book_id, plain_text(payee), booked_on desc, id desc
on conflict do nothing
