-- A payee that is merged into another stays, as one more spelling of it: rows point to what they pointed to, and what the
-- bank calls by that spelling later goes the same way. Merging and taking apart change one row.
alter table payee add column merged_into uuid;
alter table payee add constraint payee_merged_into foreign key (book_id, merged_into) references payee (book_id, id);
create index payee_spellings on payee (book_id, merged_into) where merged_into is not null;

-- Nothing is merged into what is merged itself, so that a name is found in one step.
create function keep_payees_flat() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from payee where book_id = new.book_id and id = new.merged_into and merged_into is null and id <> new.id for update;
  if not found or exists (select from payee where book_id = new.book_id and merged_into = new.id) then
    raise exception 'a payee is merged into one that is not merged itself'
      using errcode = 'check_violation', constraint = 'payee_is_merged', table = 'payee';
  end if;
  return new;
end $$;
revoke execute on function keep_payees_flat() from public;
create trigger payee_stays_flat before insert or update of merged_into on payee
  for each row when (new.merged_into is not null) execute function keep_payees_flat();

-- The name that a payee is shown by, which is that of what it is merged into; null for none.
create function payee_shown(book uuid, payee uuid) returns text language sql stable parallel safe
  return (select coalesce(into_one.name, one.name) from payee one
    left join payee into_one on into_one.book_id = one.book_id and into_one.id = one.merged_into
    where one.book_id = book and one.id = payee);

-- The payee of a row that is saved with a name: the one it has, where that is shown by this name, and else the one named so.
create function payee_kept(book uuid, payee uuid, typed text) returns uuid language sql
  return case when plain_text(payee_shown(book, payee)) = plain_text(tidy_line(typed)) then payee else payee_named(book, typed) end;

-- With the name as it is now: a row that was not changed since its payee was renamed has the former one. The release before
-- sees no payees, and knows names only as they were.
create or replace function transaction_document(wanted uuid) returns jsonb language sql stable as $$
  select to_jsonb(t) - 'book_id' || jsonb_build_object('payee', coalesce(payee_shown(t.book_id, t.payee_id), t.payee), 'postings', (
    select jsonb_agg(to_jsonb(p) - '{book_id,transaction_id,booked_on}'::text[] order by p.line)
    from posting p where p.book_id = t.book_id and p.transaction_id = t.id
  ))
  from transaction t where t.book_id = coalesce(acting_book(), current_book()) and t.id = wanted
$$;

create or replace function transaction_documents(book uuid, ids uuid[]) returns table (id uuid, document jsonb)
  language sql stable parallel safe begin atomic
  select t.id, to_jsonb(t) - 'book_id' || jsonb_build_object('payee', coalesce(payee_shown(t.book_id, t.payee_id), t.payee), 'postings', (
    select jsonb_agg(to_jsonb(p) - '{book_id,transaction_id,booked_on}'::text[] order by p.line)
    from posting p where p.book_id = t.book_id and p.transaction_id = t.id
  ))
  from transaction t where t.book_id = book and t.id = any(ids);
end;

-- Otherwise as before: by a name, a payee is found with all its spellings.
create or replace function names_matching(words text, out pattern text, out payees uuid[], out categories uuid[], out accounts uuid[])
  language sql stable parallel safe security definer set search_path = public, pg_temp
  as $$
    with wanted as (
      select '%' || regexp_replace(plain_text(words), '([\\%_])', '\\\1', 'g') || '%' as pattern, acting_book() as book
    )
    select pattern,
      array(
        select one.id from payee one left join payee into_one on into_one.book_id = one.book_id and into_one.id = one.merged_into
        where one.book_id = book and (one.plain_name like pattern or into_one.plain_name like pattern)
      ),
      array(
        select c.id from category c left join category p on p.book_id = c.book_id and p.id = c.parent_id
        where c.book_id = book and (plain_text(c.name) like pattern or plain_text(p.name) like pattern)
      ),
      array(select id from account where book_id = book and plain_text(name) like pattern)
    from wanted
  $$;

-- Changes of payees are in the audit trail. The list of what is there is taken as it stands, whoever has added to it.
do $$
declare
  known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint where conname = 'audit_subject_check';
  alter table audit drop constraint audit_subject_check;
  execute format('alter table audit add constraint audit_subject_check check (%s or subject in (''payee'')) not valid', known);
end $$;
