-- Payees, categories (with all below them) and accounts of the acting book by a part of their name, and the pattern for
-- notes. As the owner, because LIKE is not leakproof, so under a policy no trigram index would be used.
create function names_matching(words text, out pattern text, out payees uuid[], out categories uuid[], out accounts uuid[])
  language sql stable parallel safe security definer set search_path = public, pg_temp
  as $$
    with wanted as (
      select '%' || regexp_replace(plain_text(words), '([\\%_])', '\\\1', 'g') || '%' as pattern, acting_book() as book
    )
    select pattern,
      array(select id from payee where book_id = book and plain_name like pattern),
      array(
        select c.id from category c left join category p on p.book_id = c.book_id and p.id = c.parent_id
        where c.book_id = book and (plain_text(c.name) like pattern or plain_text(p.name) like pattern)
      ),
      array(select id from account where book_id = book and plain_text(name) like pattern)
    from wanted
  $$;

-- The transactions that point to any of these, or have the pattern in a note: ids of the acting book only, which are then
-- read under the policies.
create function transactions_having(pattern text, payees uuid[], categories uuid[], accounts uuid[], most int) returns setof uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  as $$
    (select id from transaction where book_id = acting_book() and payee_id = any(payees) limit most)
    union
    (select id from transaction where book_id = acting_book() and note <> '' and plain_text(note) like pattern limit most)
    union
    (select transaction_id from posting where book_id = acting_book() and note <> '' and plain_text(note) like pattern limit most)
    union
    (select transaction_id from posting
      where book_id = acting_book() and category_id is not null and category_id = any(categories) limit most)
    union
    (select transaction_id from posting
      where book_id = acting_book() and account_id is not null and account_id = any(accounts) limit most)
    limit most
  $$;
revoke execute on function names_matching(text), transactions_having(text, uuid[], uuid[], uuid[], int) from public;
