alter table book validate constraint book_week_start;
