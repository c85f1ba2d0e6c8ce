-- A book of made-up rows to look around in: a book like any other, but for what stands here. Its person removes all of it at
-- once: then nobody is a member of it any more, it can be brought back for 30 days, and after that a worker deletes it.
create table sample_book (
  book_id uuid primary key references book on delete cascade,
  -- Null once they are gone, so that the book goes all the same.
  person_id uuid references person on delete set null,
  removed_at timestamptz,
  -- Who was a member when it was removed.
  members jsonb,
  check ((removed_at is null) = (members is null))
);
create index sample_book_person on sample_book (person_id);
create unique index sample_book_there on sample_book (person_id) where removed_at is null;
-- Nobody's to see: the functions below are the only way.
alter table sample_book enable row level security;

create function is_sample_book(wanted uuid) returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return exists (select from sample_book where book_id = wanted and removed_at is null);

-- The sample book of whoever acts; null where there is none.
create function own_sample_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select s.book_id from sample_book s join member m on m.book_id = s.book_id and m.person_id = s.person_id
    where s.person_id = acting_person() and s.removed_at is null);

-- A sample book in the currency and with the calendar of one that whoever acts may write in, or the one that they have. It has
-- nobody who named it: its name takes none from the person's own books.
create function make_sample_book(pattern uuid, new_name text, out made uuid, out is_new boolean)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid := acting_person();
begin
  -- One after the other: of two presses at once, the second finds what the first made.
  perform from person where id = owner for no key update;
  -- One that its person has left is the affair of its other members.
  update sample_book s set person_id = null where s.person_id = owner and s.removed_at is null
    and not exists (select from member m where m.book_id = s.book_id and m.person_id = owner);
  made := own_sample_book();
  is_new := made is null;
  if not is_new then return; end if;
  insert into book (name, currency)
    select new_name, b.currency from book b join member m on m.book_id = b.id
    where b.id = pattern and m.person_id = owner and m.role in ('owner', 'editor')
    returning id into made;
  if made is null then is_new := false; return; end if;
  update book b set zone = p.zone, month_start = p.month_start, week_start = p.week_start
    from book p where b.id = made and p.id = pattern;
  insert into member (book_id, person_id, role) values (made, owner, 'owner');
  insert into sample_book (book_id, person_id) values (made, owner);
end $$;

-- Takes a sample book away from all of its members; false where whoever acts is not its owner, or it is gone already.
create function remove_sample_book(wanted uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from sample_book where book_id = wanted for update;
  update sample_book s set removed_at = now(), person_id = acting_person(), members = (
      select jsonb_agg(to_jsonb(m) - 'book_id' || jsonb_build_object('is_home', p.home_book is not distinct from wanted))
      from member m join person p on p.id = m.person_id where m.book_id = wanted)
    where s.book_id = wanted and s.removed_at is null and exists (
      select from member m where m.book_id = wanted and m.person_id = acting_person() and m.role = 'owner');
  if not found then return false; end if;
  delete from member where book_id = wanted;
  update schedule_look set try_on = 'infinity' where book_id = wanted; -- nothing of it comes due meanwhile
  update book set version = version + 1 where id = wanted;
  return true;
end $$;

-- Brings a sample book back to those who were its members, for whoever removed it; false where it is not there any more, or
-- they have another one by now.
create function restore_sample_book(wanted uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  removed sample_book;
begin
  perform from person where id = acting_person() for no key update;
  select * into removed from sample_book
    where book_id = wanted and person_id = acting_person() and removed_at > now() - interval '30 days' for update;
  if not found or own_sample_book() is not null then return false; end if;
  insert into member (book_id, person_id, role, created_at)
    select wanted, was.person_id, was.role, was.created_at from jsonb_populate_recordset(null::member, removed.members) was
    where exists (select from person p where p.id = was.person_id);
  update person p set home_book = wanted
    from jsonb_to_recordset(removed.members) was (person_id uuid, is_home boolean)
    where p.id = was.person_id and was.is_home and p.home_book is null;
  update schedule_look set try_on = look_on where book_id = wanted;
  update sample_book set removed_at = null, members = null where book_id = wanted;
  update book set version = version + 1 where id = wanted;
  return true;
end $$;
revoke execute on function is_sample_book(uuid), own_sample_book(), make_sample_book(uuid, text), remove_sample_book(uuid),
  restore_sample_book(uuid) from public;

create function worker.expire_sample_books(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from book where id in (
    select book_id from sample_book where removed_at < now() - interval '30 days' limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function worker.expire_sample_books(int) from public;

-- As before, without what is made up.
create or replace view reports.book as
  select id, currency, zone, month_start, week_start, created_at from book
  where id not in (select book_id from sample_book);
create or replace view reports.account as
  select book_id, id, name, kind, currency, opened_on, closed_on from account
  where book_id not in (select book_id from sample_book);
create or replace view reports.category as
  select book_id, id, parent_id, kind, role, name from category
  where book_id not in (select book_id from sample_book);
create or replace view reports.transaction as
  select book_id, id, booked_on, kind, state, created_at from transaction
  where book_id not in (select book_id from sample_book);
create or replace view reports.posting as
  select book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, state from posting
  where book_id not in (select book_id from sample_book);
