-- For triggers alone: whoever called it by hand would be told the name of any closed account whose id they know.
create or replace function refuse_closed(book uuid, accounts uuid[]) returns void
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
