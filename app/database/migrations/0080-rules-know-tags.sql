-- Rules know tags, and give them: a rule names a tag by its id, and no tag of another book.
create or replace function check_rule() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from jsonb_path_query(new.actions, '$.**.category') one (id)
    where not exists (
      select from category c where c.book_id = new.book_id and c.id = (one.id #>> '{}')::uuid and c.kind <> 'equity'
    )
  ) or exists (
    select from jsonb_path_query(new.conditions || new.actions, '$.**.account') one (id)
    where not exists (select from account a where a.book_id = new.book_id and a.id = (one.id #>> '{}')::uuid)
  ) or exists (
    select from jsonb_path_query(new.conditions || new.actions, '$.**.tag') one (id)
    where not exists (select from tag where tag.book_id = new.book_id and tag.id = (one.id #>> '{}')::uuid)
  ) then
    raise exception 'a rule names an account, a category or a tag that its book does not have'
      using errcode = 'foreign_key_violation', constraint = 'rule_refers', table = 'rule';
  end if;
  return new;
end $$;

-- As before; `tags`, ids of tags, are given to a row besides those that it has.
create or replace function change_transactions(book uuid, changes jsonb) returns void language plpgsql as $$
declare
  person uuid := acting_importer(); -- once, not for each row
  begun uuid := nullif(split_part(current_setting('app.act', true), ' ', 2), '')::uuid;
  ids uuid[];
  documents jsonb;
begin
  ids := array(select one.id from jsonb_to_recordset(changes) one (id uuid));
  select jsonb_object_agg(was.id, was.document) into documents from transaction_documents(book, ids) was;

  update transaction t set
    payee_id = case when one.payee is null then t.payee_id else payee_kept(book, t.payee_id, one.payee) end,
    note = coalesce(one.note, t.note),
    payee_set_by = case when one.payee is null then t.payee_set_by else one.set_by end,
    note_set_by = case when one.note is null then t.note_set_by else one.set_by end,
    category_set_by = case when one.sorted is null and one.lines is null then t.category_set_by else one.set_by end,
    version = t.version + 1, updated_at = now()
  from jsonb_to_recordset(changes) one (id uuid, set_by text, payee text, note text, sorted uuid, lines jsonb)
  where t.book_id = book and t.id = one.id;

  update posting p set category_id = one.sorted
  from jsonb_to_recordset(changes) one (id uuid, sorted uuid)
  where p.book_id = book and p.transaction_id = one.id and one.sorted is not null
    and p.category_id in (select c.id from category c where c.book_id = book and c.role = 'unsorted');

  update posting p set state = 'cleared'
  from jsonb_to_recordset(changes) one (id uuid, held int, cleared boolean)
  where p.book_id = book and p.transaction_id = one.id and p.line = one.held and one.cleared and p.state = 'pending';

  delete from posting p using jsonb_to_recordset(changes) one (id uuid, held int, lines jsonb)
  where p.book_id = book and p.transaction_id = one.id and one.lines is not null and p.line <> one.held;
  insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note, state)
  select book, t.id, row_number() over (partition by t.id order by line.nth) + case when line.nth >= one.held then 1 else 0 end,
    t.booked_on, line.account_id, line.category_id, line.amount_minor, held.currency, coalesce(line.note, ''),
    case when line.account_id is null then 'cleared' else held.state end
  from jsonb_to_recordset(changes) one (id uuid, held int, lines jsonb)
    join transaction t on t.book_id = book and t.id = one.id
    join posting held on held.book_id = book and held.transaction_id = one.id and held.line = one.held
    cross join rows from (
      jsonb_to_recordset(one.lines) as (account_id uuid, category_id uuid, amount_minor bigint, note text)
    ) with ordinality line (account_id, category_id, amount_minor, note, nth)
  where one.lines is not null;

  insert into transaction_tag (book_id, transaction_id, tag_id)
  select book, one.id, tag.id from jsonb_to_recordset(changes) one (id uuid, tags jsonb)
    cross join jsonb_array_elements_text(one.tags) given
    join tag on tag.book_id = book and tag.id = given::uuid
  on conflict do nothing;

  insert into audit (book_id, act_id, person_id, action, subject, subject_id, before, after)
  select book, begun, person, 'edit', 'transaction', became.id, was.value, became.document
  from jsonb_each(documents) was join transaction_documents(book, ids) became on became.id = was.key::uuid;
end $$;

-- A program that imports with a token adds tags to the rows that it adds, as rules say, and to no others.
drop policy transaction_tag_not_added_by_token on transaction_tag;
create policy transaction_tag_not_added_by_token on transaction_tag as restrictive for insert with check (
  not opened_by_token() or exists (
    select from transaction t
    where t.book_id = transaction_tag.book_id and t.id = transaction_tag.transaction_id and t.created_at = now()
  )
);
