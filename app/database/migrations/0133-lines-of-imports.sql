-- What large imports did twice for each of their lines.

-- A line belongs to a transaction, which belongs to a book. The lines of a book go first, so that it can be deleted in one
-- statement: its accounts and categories are not deleted while lines are on them.
create function remove_lines_of_book() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from posting where book_id = old.id;
  return null;
end $$;
revoke execute on function remove_lines_of_book() from public;
-- After the book, which is what closed accounts look at; its name is before those of the foreign keys, by which they go.
create trigger "A_lines_go_first" after delete on book for each row execute function remove_lines_of_book();
alter table posting drop constraint posting_book_id_fkey;

-- Who adds transactions under the word and in the state that their lines have says so. At COMMIT another word is refused.
drop trigger posting_added on posting;
create trigger posting_added after insert on posting referencing new table as changed
  for each statement when (current_setting('app.lines_are_named', true) is distinct from 'on') execute function name_transactions();
