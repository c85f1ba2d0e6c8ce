delete from payee p using (
  select book_id, id, first_value(id) over (
    partition by book_id, plain_text(name) order by name <> tidy_line(name) or plain_name <> plain_text(name), created_at, id
  ) as first_id from payee
) same
where p.book_id = same.book_id and p.id = same.id and same.id <> same.first_id
  and not exists (select from transaction t where t.book_id = p.book_id and t.payee_id = p.id)
