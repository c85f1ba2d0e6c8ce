-- An account that is closed is at zero, has nothing after the day it was closed on, and stays so: amount, day and account
-- of its lines are locked until it is opened again. Category, payee and notes of its transactions may still change.

-- Shares the accounts, so that none of them is closed before this transaction ends; then none may be closed already. An id
-- is an account's within its book: one of another book closes nothing here. For triggers alone: whoever called it by hand
-- would be told the name of any closed account whose id they know.
create function refuse_closed(book uuid, accounts uuid[]) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  closed account;
begin
  if pg_trigger_depth() = 0 then return; end if;
  perform from account where book_id = book and id = any(accounts) order by id for share;
  select a.* into closed from account a
    where a.book_id = book and a.id = any(accounts) and a.closed_on is not null
      and exists (select from book b where b.id = a.book_id) -- a book that is deleted takes everything with it
    limit 1;
  if found then
    raise exception 'the account is closed' using errcode = 'check_violation', constraint = 'account_is_closed',
      table = 'posting', detail = closed.name;
  end if;
end $$;

create function guard_lines() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refuse_closed(book_id, array_agg(distinct account_id)) from changed where account_id is not null group by book_id;
  return null;
end $$;
create function guard_changed_lines() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refuse_closed(book_id, array_agg(distinct account_id)) from (
    (select book_id, transaction_id, account_id, amount_minor, booked_on from former
      except all select book_id, transaction_id, account_id, amount_minor, booked_on from changed)
    union all
    (select book_id, transaction_id, account_id, amount_minor, booked_on from changed
      except all select book_id, transaction_id, account_id, amount_minor, booked_on from former)
  ) locked where account_id is not null group by book_id;
  return null;
end $$;
create trigger posting_guard_added after insert on posting referencing new table as changed
  for each statement execute function guard_lines();
create trigger posting_guard_changed after update on posting referencing old table as former new table as changed
  for each statement execute function guard_changed_lines();
create trigger posting_guard_removed after delete on posting referencing old table as changed
  for each statement execute function guard_lines();

-- At COMMIT, when whoever had shared the account is done.
create function check_closing() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from account where book_id = new.book_id and id = new.id and closed_on is not null) then return null; end if;
  if (select coalesce(sum(amount_minor), 0) from posting where book_id = new.book_id and account_id = new.id) <> 0 then
    raise exception 'an account is closed at zero' using errcode = 'check_violation', constraint = 'account_closed_at_zero',
      table = 'account';
  end if;
  if exists (
    select from posting where book_id = new.book_id and account_id = new.id and booked_on > (
      select closed_on from account where book_id = new.book_id and id = new.id
    )
  ) then
    raise exception 'an account is closed after its last line' using errcode = 'check_violation',
      constraint = 'account_closed_after_lines', table = 'account';
  end if;
  return null;
end $$;
create constraint trigger account_closed after insert or update of closed_on on account
  deferrable initially deferred for each row when (new.closed_on is not null) execute function check_closing();

revoke execute on function refuse_closed(uuid, uuid[]), guard_lines(), guard_changed_lines(), check_closing() from public;
