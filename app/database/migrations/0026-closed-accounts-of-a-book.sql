-- An id is an account's within its book: one of another book closes nothing here.
create function refuse_closed(book uuid, accounts uuid[]) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  closed account;
begin
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
revoke execute on function refuse_closed(uuid, uuid[]) from public;

create or replace function guard_lines() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refuse_closed(book_id, array_agg(distinct account_id)) from changed where account_id is not null group by book_id;
  return null;
end $$;
create or replace function guard_changed_lines() returns trigger
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
drop function refuse_closed(uuid[]);
