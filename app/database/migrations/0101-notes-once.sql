-- The search of the release before was the last to read payee and note as one text; for the minutes of a rollout it reads the
-- rows of its book. Each new row paid for this index as much as for the one of its note.
drop index transaction_search;

-- As before, but not for words of ASCII with a blank between them: they are tidy, and an import brings thousands.
create or replace trigger transaction_tidy before insert or update of note on transaction
  for each row when (new.note <> '' and new.note !~ '^[!-~]+( [!-~]+)*$') execute function keep_note_tidy();
create or replace trigger posting_tidy before insert or update of note on posting
  for each row when (new.note <> '' and new.note !~ '^[!-~]+( [!-~]+)*$') execute function keep_note_tidy();
