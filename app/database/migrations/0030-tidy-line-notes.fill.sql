update posting p set note = untidy.note
from (
  select book_id, transaction_id, line, left(tidy_note(note), 200) as note from posting
  where note <> '' and note <> left(tidy_note(note), 200) limit 5000
) untidy
where p.book_id = untidy.book_id and p.transaction_id = untidy.transaction_id and p.line = untidy.line
