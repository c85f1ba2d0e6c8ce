-- What an import of thousands of rows need not do for each of them.

-- As before, but what has one line on an account and one on a category is named in one go: most of a book is like that.
create or replace function transaction_shapes(book uuid, ids uuid[]) returns table (id uuid, kind text, fault text)
  language plpgsql stable parallel safe set search_path = public, pg_temp as $$ -- which keeps its plan
#variable_conflict use_column
begin return query
  with every_line as materialized (
    select p.transaction_id as of, p.currency, p.amount_minor as amount, p.account_id is not null as on_account, c.kind, c.role,
      -- An exchange gives and takes in the place of the account in the other currency.
      p.account_id is not null or c.role = 'exchange' as held
    from posting p left join category c on c.book_id = p.book_id and c.id = p.category_id
    where p.book_id = book and p.transaction_id = any(ids)
  ), summary as materialized (
    select of, max(kind) as kind, count(*) = 2 and count(*) filter (where on_account) = 1 and sum(amount) = 0
      and min(currency) = max(currency) and max(kind) in ('spent', 'received') as is_plain
    from every_line group by of
  ), line as materialized (
    select every_line.* from summary join every_line on every_line.of = summary.of where not summary.is_plain
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
  from named
  union all
  select of, kind, null from summary where is_plain;
end $$;

-- As before, but not where the payee and its name are both given.
drop trigger transaction_payee_added on transaction;
create trigger transaction_payee_added before insert on transaction
  for each row when ((new.payee <> '') <> (new.payee_id is not null)) execute function keep_payee();
