update posting p set state = 'pending'
from (
  select t.book_id, t.id from transaction t where t.state = 'pending' and exists (
    select from posting p
    where p.book_id = t.book_id and p.transaction_id = t.id and p.account_id is not null and p.state = 'cleared'
  ) limit 5000
) pending
where p.book_id = pending.book_id and p.transaction_id = pending.id and p.account_id is not null and p.state = 'cleared'
