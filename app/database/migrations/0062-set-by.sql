-- Who set the category, the payee and the note of a row: rules that are applied to old rows leave what a hand set. All there
-- is was typed, and code that does not know of this writes what people type.
alter table transaction
  add column category_set_by text not null default 'hand',
  add column payee_set_by text not null default 'hand',
  add column note_set_by text not null default 'hand';
alter table transaction add constraint transaction_set_by check (
  category_set_by in ('hand', 'rule', 'payee', 'import') and payee_set_by in ('hand', 'rule', 'payee', 'import')
    and note_set_by in ('hand', 'rule', 'payee', 'import')
) not valid;

-- What somebody changes in the release before is by hand; it does not say what of a row that is.
create function set_by_hand_before() returns trigger language plpgsql as $$
begin
  new.category_set_by := 'hand';
  new.payee_set_by := 'hand';
  new.note_set_by := 'hand';
  return new;
end $$;
create trigger transaction_set_by_before before update of payee, note, booked_on on transaction
  for each row when (session_user ~ '^finance_app(_[0-9]+)?$') execute function set_by_hand_before();

-- Changes many transactions at once, as part of an act: whoever calls it has locked them. Each change has the id of a
-- transaction; `set_by`, who does it; and what becomes of it, where a key that is absent leaves things as they are:
-- `payee` and `note` are texts; `sorted` is a category for the lines that are not sorted yet; `lines`, all lines but that
-- of `held`, the first account, as objects with the columns of postings; `cleared` clears that first line.
create function change_transactions(book uuid, changes jsonb) returns void language plpgsql as $$
declare
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

  insert into audit (action, subject, subject_id, before, after)
  select 'edit', 'transaction', became.id, was.value, became.document
  from jsonb_each(documents) was join transaction_documents(book, ids) became on became.id = was.key::uuid;
end $$;

-- Otherwise as before: puts back who set what, too.
create or replace function put_transactions_back(book uuid, act uuid, ids uuid[]) returns void language plpgsql as $$
declare
  documents jsonb;
begin
  select jsonb_object_agg(one.id, transaction_document(one.id)) into documents
  from transactions_of_act(book, act) one where one.id = any(ids) and became is not null;

  delete from transaction t using transactions_of_act(book, act) one
    where t.book_id = book and t.id = one.id and one.id = any(ids) and one.was is null;

  -- What is deleted comes back, what was changed turns back.
  insert into transaction (book_id, id, booked_on, kind, payee_id, note, version, metadata, created_by, created_at,
    category_set_by, payee_set_by, note_set_by)
  select book, was.id, was.booked_on, was.kind, coalesce(known.id, payee_named(book, was.payee)), was.note, was.version + 1,
    was.metadata, case when name_in_book(was.created_by) is not null then was.created_by end, was.created_at,
    coalesce(was.category_set_by, 'hand'), coalesce(was.payee_set_by, 'hand'), coalesce(was.note_set_by, 'hand')
  from transactions_of_act(book, act) one
    cross join jsonb_populate_record(null::transaction, one.was) was
    left join payee known on known.book_id = book and known.id = was.payee_id
  where one.id = any(ids) and one.was is not null and one.became is null;

  update transaction t set booked_on = was.booked_on, payee_id = coalesce(known.id, payee_named(book, was.payee)),
    note = was.note, metadata = was.metadata, version = t.version + 1, updated_at = now(),
    category_set_by = coalesce(was.category_set_by, 'hand'), payee_set_by = coalesce(was.payee_set_by, 'hand'),
    note_set_by = coalesce(was.note_set_by, 'hand')
  from transactions_of_act(book, act) one
    cross join jsonb_populate_record(null::transaction, one.was) was
    left join payee known on known.book_id = book and known.id = was.payee_id
  where t.book_id = book and t.id = one.id and one.id = any(ids) and one.was is not null and one.became is not null;

  delete from posting p using transactions_of_act(book, act) one
    where p.book_id = book and p.transaction_id = one.id and one.id = any(ids) and one.was is not null and one.became is not null;
  insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note, state, bank_day)
  select book, one.id, p.line, (one.was ->> 'booked_on')::date, p.account_id, p.category_id, p.amount_minor, p.currency, p.note,
    case when p.account_id is null then 'cleared' else coalesce(p.state, one.was ->> 'state') end, p.bank_day
  from transactions_of_act(book, act) one cross join jsonb_populate_recordset(null::posting, one.was -> 'postings') p
  where one.id = any(ids) and one.was is not null;

  insert into audit (action, subject, subject_id, before, after)
  select case when one.was is null then 'delete' when one.became is null then 'restore' else 'edit' end, 'transaction', one.id,
    documents -> one.id::text, case when one.was is not null then transaction_document(one.id) end
  from transactions_of_act(book, act) one where one.id = any(ids);
end $$;
