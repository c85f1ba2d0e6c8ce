update transaction t set note = untidy.note
from (
  select book_id, id, left(tidy_note(note), 1000) as note from transaction
  where note <> '' and note <> left(tidy_note(note), 1000) limit 5000
) untidy
where t.book_id = untidy.book_id and t.id = untidy.id
