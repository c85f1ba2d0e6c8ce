-- A row belongs to an import, which belongs to a book: a second check of each row's book made large imports slower.
alter table import_row drop constraint import_row_book_id_fkey;
