alter table transaction validate constraint transaction_set_by;
