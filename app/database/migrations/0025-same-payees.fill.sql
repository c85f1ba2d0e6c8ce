-- Payees that look the same, by today's way of looking, are one: the one that is written tidily, or else the older.
update transaction t set payee_id = twin.first_id
from (
  select of_twin.book_id, of_twin.id, same.first_id
  from (
    select book_id, id, first_value(id) over (
      partition by book_id, plain_text(name) order by name <> tidy_line(name) or plain_name <> plain_text(name), created_at, id
    ) as first_id from payee
  ) same join transaction of_twin on of_twin.book_id = same.book_id and of_twin.payee_id = same.id
  where same.id <> same.first_id limit 5000
) twin
where t.book_id = twin.book_id and t.id = twin.id
