-- Payees are things that transactions point to; what is pending, cleared or reconciled is a line on an account, since a
-- move is cleared in one account on Monday and in the other on Tuesday.

-- What looks the same to a person: without case, accents, ligatures and runs of blanks.
create function plain_text(typed text) returns text language sql immutable parallel safe strict
  return casefold(btrim(regexp_replace(regexp_replace(normalize(typed, NFKD), '[\u0300-\u036f]', '', 'g'), '\s+', ' ', 'g'))
    collate pg_unicode_fast);

create table payee (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 120 and name = btrim(name)),
  plain_name text not null generated always as (plain_text(name)) stored,
  created_at timestamptz not null default now(),
  primary key (book_id, id),
  unique (book_id, plain_name)
);
alter table payee enable row level security;
create policy payee_see on payee for select using (book_id = (select acting_book()));
create policy payee_add on payee for insert with check (book_id = (select writable_book()));
create policy payee_change on payee for update using (book_id = (select writable_book()));
create policy payee_remove on payee for delete using (book_id = (select writable_book()));

-- The payee of a book that looks like this name, made where there is none; null for no name.
create function payee_named(book uuid, typed text) returns uuid language plpgsql as $$
declare
  wanted text := btrim(typed);
  found_id uuid;
begin
  if wanted = '' then return null; end if;
  loop
    select id into found_id from payee where book_id = book and plain_name = plain_text(wanted);
    if found then return found_id; end if;
    insert into payee (book_id, name) values (book, wanted) on conflict do nothing returning id into found_id;
    if found then return found_id; end if;
  end loop;
end $$;

alter table transaction add column payee_id uuid;
alter table transaction add constraint transaction_payee foreign key (book_id, payee_id) references payee (book_id, id) not valid;

-- `payee` is the name as it was when the row was written: the release before reads and writes nothing else.
create function keep_payee() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.payee_id is not distinct from old.payee_id then
    new.payee_id := payee_named(new.book_id, new.payee);
  elsif new.payee_id is null then
    new.payee_id := payee_named(new.book_id, new.payee);
  else
    new.payee := (select name from payee where book_id = new.book_id and id = new.payee_id);
  end if;
  return new;
end $$;
create trigger transaction_payee_added before insert on transaction
  for each row when (new.payee <> '' or new.payee_id is not null) execute function keep_payee();
create trigger transaction_payee_changed before update of payee, payee_id on transaction
  for each row when (old.payee <> new.payee or old.payee_id is distinct from new.payee_id) execute function keep_payee();

-- The default is what a line on a category has for ever, and spares writing every line that there is.
alter table posting add column state text not null default 'cleared';
alter table posting add column bank_day date;
alter table posting add constraint posting_state check (state in ('pending', 'cleared', 'reconciled')) not valid;
alter table posting add constraint posting_bank_day check (bank_day between '1900-01-01' and '2999-12-31') not valid;
alter table posting add constraint posting_of_account
  check (account_id is not null or (state = 'cleared' and bank_day is null)) not valid;

-- The release before has one state for a whole transaction.
create function state_of_before() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select state into new.state from transaction where book_id = new.book_id and id = new.transaction_id;
  return new;
end $$;
create trigger posting_state_of_before before insert on posting
  for each row when (new.account_id is not null and session_user ~ '^finance_app(_[0-9]+)?$') execute function state_of_before();

-- The word and the state of the whole follow the lines at once, so that what a statement writes is named before the next
-- one reads it.
create function name_transactions() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  touched record;
begin
  for touched in select book_id, array_agg(distinct transaction_id) as ids from changed group by book_id loop
    update transaction t set kind = now_is.kind, state = now_is.state
    from (
      select shape.id, coalesce(shape.kind, was.kind) as kind, -- where none fits, it fails at COMMIT
        case when exists (
          select from posting p where p.book_id = touched.book_id and p.transaction_id = shape.id and p.state = 'pending'
        ) then 'pending' else 'cleared' end as state
      from transaction_shapes(touched.book_id, touched.ids) shape
        join transaction was on was.book_id = touched.book_id and was.id = shape.id
    ) now_is
    where t.book_id = touched.book_id and t.id = now_is.id and (t.kind, t.state) <> (now_is.kind, now_is.state);
  end loop;
  return null;
end $$;
create trigger posting_added after insert on posting referencing new table as changed
  for each statement execute function name_transactions();
create trigger posting_changed after update on posting referencing new table as changed
  for each statement execute function name_transactions();
create trigger posting_removed after delete on posting referencing old table as changed
  for each statement execute function name_transactions();
