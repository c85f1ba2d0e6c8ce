alter table account validate constraint account_name_shows;
alter table category validate constraint category_name_shows;
alter table book validate constraint book_name_shows;
alter table person validate constraint person_name_shows;
alter table payee validate constraint payee_name_shows;
