alter table book validate constraint book_zone;
alter table book validate constraint book_month_start;
