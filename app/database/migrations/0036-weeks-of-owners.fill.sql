-- Books of before have the weeks of whoever owned them first.
update book set week_start = owned.week_start
from (
  select b.id, week_start_of(first.locale) as week_start from book b, lateral (
    select p.locale from member m join person p on p.id = m.person_id
    where m.book_id = b.id and m.role = 'owner' order by m.created_at, m.person_id limit 1
  ) first
  where b.week_start = 1 and week_start_of(first.locale) <> 1 limit 1000
) owned
where book.id = owned.id
