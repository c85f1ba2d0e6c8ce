-- By itself, because the check of 0008 would keep everybody out of the table while it reads every row.
alter table posting validate constraint posting_amount_minor_check;
