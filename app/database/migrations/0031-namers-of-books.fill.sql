-- Names of before count as given by whoever made the book, or owned it first.
update book set named_by = maker.person_id
from (
  select * from (
    select b.id, coalesce(b.made_by, (
      select m.person_id from member m where m.book_id = b.id and m.role = 'owner' order by m.created_at, m.person_id limit 1
    )) as person_id from book b where b.named_by is null
  ) known where person_id is not null limit 1000
) maker
where book.id = maker.id
