-- Books of before were seen in the zone of whoever looked: they keep that of whoever owned them first.
update book set zone = owned.time_zone
from (
  select b.id, first.time_zone from book b, lateral (
    select p.time_zone from member m join person p on p.id = m.person_id
    where m.book_id = b.id and m.role = 'owner' order by m.created_at, m.person_id limit 1
  ) first
  where b.zone = 'UTC' and first.time_zone <> 'UTC' limit 1000
) owned
where book.id = owned.id
