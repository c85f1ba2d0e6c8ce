-- The text of before is written in the same spelling.
update transaction t set payee_id = p.id
from (
  select book_id, id, plain_text(payee) as plain_name from transaction where payee_id is null and btrim(payee) <> '' limit 5000
) missing join payee p on p.book_id = missing.book_id and p.plain_name = missing.plain_name
where t.book_id = missing.book_id and t.id = missing.id
