-- A transaction is account lines plus category lines of either sign, zero per currency. Spent, received and moved are
-- words for the shape that its lines have: a refund is a negative line, a move may carry a fee, a split may hold a part
-- that went to another account. `transaction.kind` keeps the word, for lists and for the release before.

-- Names each of a book's transactions by its lines, or says what is wrong with them: `postings` where one or no account
-- is there, `sum` where they are not zero in a currency, `kind` where no word fits. Only what has lines has a row.
create function transaction_shapes(book uuid, ids uuid[]) returns table (id uuid, kind text, fault text)
  language plpgsql stable parallel safe set search_path = public, pg_temp as $$ -- which keeps its plan
#variable_conflict use_column
begin return query
  with line as (
    select p.transaction_id as of, p.currency, p.amount_minor as amount, p.account_id is not null as on_account, c.kind, c.role,
      -- An exchange gives and takes in the place of the account in the other currency.
      p.account_id is not null or c.role = 'exchange' as held
    from posting p left join category c on c.book_id = p.book_id and c.id = p.category_id
    where p.book_id = book and p.transaction_id = any(ids)
  ), in_currency as (
    select of, currency, sum(amount) as total,
      coalesce(sum(amount) filter (where held and amount > 0), 0) as came,
      coalesce(-sum(amount) filter (where held and amount < 0), 0) as went
    from line group by of, currency
  ), balance as (
    -- What went and did not come elsewhere was taken by categories; what came and did not go was given by them.
    select of, bool_or(total <> 0) as unbalanced, bool_or(went - came > came) as taken, bool_or(came - went > went) as given
    from in_currency group by of
  ), look as (
    select of, count(*) as lines, count(*) filter (where on_account) as accounts,
      bool_or(on_account and amount > 0) as comes, bool_or(on_account and amount < 0) as goes,
      coalesce(bool_or(line.kind = 'spent'), false) as spends, coalesce(bool_or(line.kind = 'received'), false) as receives,
      coalesce(bool_or(role = 'exchange'), false) as exchanges, coalesce(bool_or(role = 'opening'), false) as opens
    from line group by of
  ), named as (
    select look.of, lines < 2 or accounts = 0 as incomplete, unbalanced,
      case
        when opens then case when not (spends or receives or exchanges) then 'opening' end
        when comes and goes then case when taken and given then null when taken then 'spent' when given then 'received' else 'moved' end
        when exchanges then null
        when spends and receives then case when goes then 'spent' else 'received' end
        when spends then 'spent'
        when receives then 'received'
      end as word
    from look join balance on balance.of = look.of
  )
  select of, case when not incomplete and not unbalanced then word end,
    case when incomplete then 'postings' when unbalanced then 'sum' when word is null then 'kind' end
  from named;
end $$;

-- At COMMIT: as the owner, because it has to look at the whole of a row's transaction whichever book the session works
-- for by then.
create or replace function check_transaction() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  book uuid;
  id_of uuid;
  header text;
  shape record;
begin
  if tg_op = 'DELETE' then book := old.book_id; else book := new.book_id; end if;
  if tg_table_name = 'transaction' then id_of := new.id;
  elsif tg_op = 'DELETE' then id_of := old.transaction_id;
  else id_of := new.transaction_id;
  end if;
  select kind into header from transaction where book_id = book and id = id_of;
  if not found then return null; end if; -- deleted together with its postings

  select * into shape from transaction_shapes(book, array[id_of]);
  if not found or shape.fault = 'postings' then
    raise exception 'a transaction needs two postings, one of them on an account'
      using errcode = 'check_violation', constraint = 'transaction_has_postings', table = 'posting';
  elsif shape.fault = 'sum' then
    raise exception 'the postings of a transaction sum to zero in each currency'
      using errcode = 'check_violation', constraint = 'transaction_sums_to_zero', table = 'posting';
  elsif shape.fault = 'kind' then
    raise exception 'the postings of a transaction are neither spent nor received nor moved'
      using errcode = 'check_violation', constraint = 'transaction_has_a_kind', table = 'posting';
  elsif shape.kind <> header then
    raise exception 'the kind of a transaction is the one that its postings have'
      using errcode = 'check_violation', constraint = 'transaction_kind_fits', table = 'transaction';
  end if;
  return null;
end $$;

-- Ten to the fifteenth is exact as a JSON number.
alter table posting drop constraint posting_amount_minor_check;
alter table posting add constraint posting_amount_minor_check
  check (amount_minor between -1000000000000000 and 1000000000000000 and amount_minor <> 0) not valid;
