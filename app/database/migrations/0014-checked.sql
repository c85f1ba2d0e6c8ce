alter table transaction validate constraint transaction_payee;
alter table posting validate constraint posting_state;
alter table posting validate constraint posting_bank_day;
alter table posting validate constraint posting_of_account;
