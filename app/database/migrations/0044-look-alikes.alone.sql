-- Rows of an account by amount and day, for those that look like one of a bank's file.
drop index concurrently if exists posting_by_amount;
create index concurrently posting_by_amount on posting (book_id, account_id, amount_minor, (coalesce(bank_day, booked_on)))
  where account_id is not null;
-- Transactions that stand for another, too: the two halves of a move.
drop index concurrently if exists transaction_joined;
create index concurrently transaction_joined on transaction (book_id, ((metadata ->> 'joined')::uuid)) where metadata ? 'joined';
