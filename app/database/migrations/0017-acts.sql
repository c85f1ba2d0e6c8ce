-- Everything that somebody does to a book in one go is one act: what was changed belongs to it by its audit rows, and can
-- be undone by it.
create table act (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  person_id uuid references person on delete set null,
  at timestamptz not null default now(),
  -- `add transaction`, `edit account`, `undo`: what its first audit row says, or what it was begun as.
  kind text not null check (length(kind) between 1 and 40),
  -- What it was about, as it was called then.
  title text not null default '' check (length(title) <= 200),
  undone_by uuid,
  primary key (book_id, id),
  foreign key (book_id, undone_by) references act (book_id, id)
);
create index act_person on act (person_id);
create index act_undone_by on act (book_id, undone_by) where undone_by is not null;
alter table act enable row level security;
create policy act_see on act for select using (book_id = (select acting_book()));
create policy act_add on act for insert with check (book_id = (select writable_book()) and person_id = (select acting_person()));
create policy act_change on act for update using (book_id = (select writable_book()));

alter table audit add column act_id uuid;
alter table audit add constraint audit_act foreign key (book_id, act_id) references act (book_id, id) not valid;

-- Has what this transaction writes down from now on belong to an act of the book.
create function begin_act(book uuid, id uuid) returns void language sql
  return set_config('app.act', book || ' ' || id, true);

-- The first audit row of a transaction begins its act, unless that was begun already; whoever writes it, the release
-- before too.
create function join_act() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  begun text[] := string_to_array(current_setting('app.act', true), ' ');
  document jsonb := coalesce(new.after, new.before);
begin
  if begun[1] is distinct from new.book_id::text then
    insert into act (book_id, person_id, kind, title)
      values (new.book_id, (select id from person where id = new.person_id), new.action || ' ' || new.subject,
        left(coalesce(nullif(document ->> 'payee', ''), document ->> 'name', (
          select string_agg(coalesce(a.name, c.name), ' · ' order by line.line)
          from jsonb_to_recordset(document -> 'postings') line (line int, account_id uuid, category_id uuid)
            left join account a on a.book_id = new.book_id and a.id = line.account_id
            left join category c on c.book_id = new.book_id and c.id = line.category_id and c.kind <> 'equity'
        ), ''), 200))
      returning id into new.act_id;
    perform begin_act(new.book_id, new.act_id);
  else
    new.act_id := begun[2]::uuid;
  end if;
  return new;
end $$;
create trigger audit_joins_act before insert on audit for each row when (new.act_id is null) execute function join_act();

revoke execute on function join_act() from public;

-- What an act did to transactions: each as it was before the first change and as it became by the last; null for none.
create function transactions_of_act(book uuid, act uuid) returns table (id uuid, was jsonb, became jsonb)
  language sql stable parallel safe begin atomic
  select subject_id, (array_agg(before order by audit.id))[1], (array_agg(after order by audit.id desc))[1]
  from audit where book_id = book and act_id = act and subject = 'transaction'
  group by subject_id;
end;

-- Puts transactions back to what they were before an act: the same ids, one version on, so that a form from before meets
-- a conflict. Whoever calls it has looked that they still are what the act left.
create function put_transactions_back(book uuid, act uuid, ids uuid[]) returns void language plpgsql as $$
declare
  documents jsonb;
begin
  select jsonb_object_agg(one.id, transaction_document(one.id)) into documents
  from transactions_of_act(book, act) one where one.id = any(ids) and became is not null;

  delete from transaction t using transactions_of_act(book, act) one
    where t.book_id = book and t.id = one.id and one.id = any(ids) and one.was is null;

  -- What is deleted comes back, what was changed turns back.
  insert into transaction (book_id, id, booked_on, kind, payee_id, note, version, metadata, created_by, created_at)
  select book, was.id, was.booked_on, was.kind, coalesce(known.id, payee_named(book, was.payee)), was.note, was.version + 1,
    was.metadata, case when name_in_book(was.created_by) is not null then was.created_by end, was.created_at
  from transactions_of_act(book, act) one
    cross join jsonb_populate_record(null::transaction, one.was) was
    left join payee known on known.book_id = book and known.id = was.payee_id
  where one.id = any(ids) and one.was is not null and one.became is null;

  update transaction t set booked_on = was.booked_on, payee_id = coalesce(known.id, payee_named(book, was.payee)),
    note = was.note, metadata = was.metadata, version = t.version + 1, updated_at = now()
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
