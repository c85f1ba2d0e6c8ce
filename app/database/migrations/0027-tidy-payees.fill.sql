-- One that shows nothing gets a name that does.
update payee p set name = untidy.name
from (
  select book_id, id, case
    when plain_text(name) <> '' then left(tidy_line(name), 120)
    when exists (select from payee same where same.book_id = payee.book_id and same.plain_name = 'nameless') then 'Nameless ' || id
    else 'Nameless'
  end as name from payee
  where name <> left(tidy_line(name), 120) or plain_name <> plain_text(name) or plain_name = '' limit 1000
) untidy
where p.book_id = untidy.book_id and p.id = untidy.id
