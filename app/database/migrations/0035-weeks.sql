-- On which day weeks begin in a book: 1 is Monday, 7 Sunday.
alter table book add column week_start smallint not null default 1;
alter table book add constraint book_week_start check (week_start between 1 and 7) not valid;

-- Where a language is at home weeks begin then (CLDR): by the region of a locale, else by that of most who speak it.
create function week_start_of(locale text) returns smallint
  language sql immutable parallel safe strict set search_path = public, pg_temp
return case
  when substring(locale from '-([A-Z]{2})\M') = any (string_to_array(
    'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK '
    'PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW', ' ')) then 7
  when substring(locale from '-([A-Z]{2})\M') = any (string_to_array('AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY', ' ')) then 6
  when substring(locale from '-([A-Z]{2})\M') = 'MV' then 5
  when substring(locale from '-([A-Z]{2})\M') is not null then 1
  when split_part(locale, '-', 1) = any (string_to_array(
    'af am as bn en gu he hi id is ja jv km kn ko lo ml mr mt my ne om or pa pt qu sd sn su ta te th ti tn ur xh zu', ' ')) then 7
  when split_part(locale, '-', 1) = any (string_to_array('ar fa ps', ' ')) then 6
  else 1
end;

-- A new book has the weeks of whoever makes it, also of the release before, which makes its books itself.
create function week_of_maker() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select week_start_of(locale) into new.week_start from person
    where id = coalesce(new.made_by, acting_person(), current_person());
  new.week_start := coalesce(new.week_start, 1);
  return new;
end $$;
revoke execute on function week_of_maker() from public;
create trigger book_week_of_maker before insert on book for each row execute function week_of_maker();

alter function find_session(bytea, uuid) rename to find_session_before;

-- Who asks and in which book, for the start of a request; `quiet` is whether the session was not seen for a minute.
create function find_session(token bytea, wanted_book uuid) returns table (
  id uuid, email text, name text, currency text, locale text, time_zone text, date_format text, theme text,
  home_book uuid, quiet boolean, book_id uuid, book_name text, book_currency text, book_time_zone text,
  book_month_start smallint, book_week_start smallint, book_version bigint, role text
) language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.email, p.name, p.currency, p.locale, p.time_zone, p.date_format, p.theme,
    coalesce(p.home_book, (
      select m.book_id from member m where m.person_id = p.id
      order by m.role = 'owner' desc, m.created_at, m.book_id limit 1
    )),
    s.seen_at < now() - interval '1 minute',
    b.id, b.name, b.currency, b.zone, b.month_start, b.week_start, b.version, m.role
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
