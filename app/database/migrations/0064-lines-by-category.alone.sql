-- The lines of a category on any day: those that are not sorted yet.
drop index concurrently if exists posting_of_category;
create index concurrently posting_of_category on posting (book_id, category_id) where category_id is not null;
