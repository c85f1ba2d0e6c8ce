-- What a tool for reports may see: the sums of all books by day, account and category, and the names of accounts and
-- categories, without which a report says nothing. Nobody's name, address or password, no payee, note or tag, no row of a
-- bank, and not who did what. The views read past row-level security, as their owner; each column is named, so that a column
-- or a table of a later migration is not seen until somebody adds it here.
create schema reports;

create view reports.book as
  select id, currency, zone, month_start, week_start, created_at from book;

create view reports.account as
  select book_id, id, name, kind, currency, opened_on, closed_on from account;

create view reports.category as
  select book_id, id, parent_id, kind, role, name from category;

create view reports.transaction as
  select book_id, id, booked_on, kind, state, created_at from transaction;

create view reports.posting as
  select book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, state from posting;
