-- Which day it is in a book, and on which day its months begin, are the book's own: all who share it see the same figures.

-- An IANA name. Not `time_zone`: the release before asks for that column of `person` beside `book`, without saying whose.
alter table book add column zone text not null default 'UTC';
alter table book add column month_start smallint not null default 1;
alter table book add constraint book_zone check (length(zone) between 1 and 64) not valid;
-- To the 28th, which every month has.
alter table book add constraint book_month_start check (month_start between 1 and 28) not valid;

-- A new book has the zone of whoever makes it, also of the release before, which makes its books itself.
create function zone_of_maker() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select time_zone into new.zone from person
    where id = coalesce(new.made_by, acting_person(), current_person());
  new.zone := coalesce(new.zone, 'UTC');
  return new;
end $$;
revoke execute on function zone_of_maker() from public;
create trigger book_zone_of_maker before insert on book
  for each row when (new.zone = 'UTC') execute function zone_of_maker();

alter function find_session(bytea, uuid) rename to find_session_before;

-- Who asks and in which book, for the start of a request; `quiet` is whether the session was not seen for a minute.
create function find_session(token bytea, wanted_book uuid) returns table (
  id uuid, email text, name text, currency text, locale text, time_zone text, date_format text, theme text,
  home_book uuid, quiet boolean, book_id uuid, book_name text, book_currency text, book_time_zone text,
  book_month_start smallint, book_version bigint, role text
) language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.email, p.name, p.currency, p.locale, p.time_zone, p.date_format, p.theme,
    coalesce(p.home_book, (
      select m.book_id from member m where m.person_id = p.id
      order by m.role = 'owner' desc, m.created_at, m.book_id limit 1
    )),
    s.seen_at < now() - interval '1 minute',
    b.id, b.name, b.currency, b.zone, b.month_start, b.version, m.role
  from session s
    join person p on p.id = s.person_id
    left join member m on m.person_id = p.id and m.book_id = wanted_book
    left join book b on b.id = m.book_id
  where s.token_hash = token and s.expires_at > now() and s.created_at > now() - interval '1 day';
end;
revoke execute on function find_session(bytea, uuid) from public;

-- Whoever could call the one before calls this one in the next moment, before the migration grants what is new.
do $$
declare
  caller regrole;
begin
  for caller in
    select grantee::regrole from pg_proc, aclexplode(proacl)
    where pg_proc.oid = 'find_session_before(bytea, uuid)'::regprocedure and grantee not in (0, proowner)
  loop
    execute format('grant execute on function find_session(bytea, uuid) to %s', caller);
  end loop;
end $$;
drop function find_session_before(bytea, uuid);
