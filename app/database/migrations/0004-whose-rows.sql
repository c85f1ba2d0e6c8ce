-- Whose rows a transaction may see is decided here, by the hash of a session's token, which nobody can guess. The app's
-- role sets it and the book (`open_book`); functions of the owner look up the person and the membership, and policies
-- trust only these. A query without a session sees no row of anybody, whatever else it sets.

-- Pods of the release before sign in as finance_app, or as one of its rounds, and set the book and the person themselves.
-- What they go by counts for these roles alone.
create or replace function current_book() returns uuid language sql stable parallel safe
  return case when session_user ~ '^finance_app(_[0-9]+)?$' then nullif(current_setting('app.book_id', true), '')::uuid end;
create or replace function current_person() returns uuid language sql stable parallel safe
  return case when session_user ~ '^finance_app(_[0-9]+)?$' then nullif(current_setting('app.person_id', true), '')::uuid end;

do $$
declare
  former text;
  policy record;
begin
  select string_agg(quote_ident(rolname), ', ') into former from pg_roles where rolname ~ '^finance_app(_[0-9]+)?$';
  for policy in select tablename, policyname from pg_policies where schemaname = 'public' loop
    if former is null then
      execute format('drop policy %I on %I', policy.policyname, policy.tablename);
    else
      execute format('alter policy %I on %I to %s', policy.policyname, policy.tablename, former);
    end if;
  end loop;
  if former is not null then
    execute format('create policy person_all on person to %s using (true)', former);
    execute format('create policy session_all on session to %s using (true)', former);
    execute format('alter default privileges in schema public grant execute on functions to %s', former);
  end if;
end $$;

alter table person enable row level security;
alter table session enable row level security;
-- The functions below run as the owner and have to see every row.
alter table book no force row level security;
alter table member no force row level security;
alter table idempotency no force row level security;

-- The book that a person starts with: one of their own choice, and only while they are a member of it.
alter table person add column home_book uuid;
alter table person add foreign key (home_book, id) references member (book_id, person_id) on delete set null (home_book);
update person set home_book = (
  select m.book_id from member m where m.person_id = person.id
  order by m.role = 'owner' desc, m.created_at, m.book_id limit 1
);

-- The form that made a book, so that sending it twice makes one.
alter table book add column made_by uuid references person on delete set null;
alter table book add column made_with text check (length(made_with) between 1 and 100);
alter table book add unique (made_by, made_with);

alter table audit drop constraint audit_subject_check;
alter table audit add constraint audit_subject_check
  check (subject in ('book', 'account', 'category', 'transaction', 'member'));

-- Sessions by the hash of their token. A session ends after an hour without use, and after a day in any case (ASVS 7.3).
create function session_person(token bytea) returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select person_id from session
    where token_hash = token and expires_at > now() and created_at > now() - interval '1 day');

create function acting_person() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return session_person(decode(nullif(current_setting('app.session', true), ''), 'hex'));

create function acting_books() returns uuid[]
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return array(select book_id from member where person_id = acting_person());

create function acting_role() returns text
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select role from member
    where book_id = nullif(current_setting('app.book', true), '')::uuid and person_id = acting_person());

create function acting_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select book_id from member
    where book_id = nullif(current_setting('app.book', true), '')::uuid and person_id = acting_person());

create function writable_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return case when acting_role() in ('owner', 'editor') then acting_book() end;

create function owned_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return case when acting_role() = 'owner' then acting_book() end;

-- Opens the transaction for a session, and for a book where one is named. Gives the person's role in that book, or ''
-- for a session without a book; null where the session has ended or its person is not a member.
create function open_book(token bytea, book uuid) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('app.session', encode(token, 'hex'), true), set_config('app.book', coalesce(book::text, ''), true);
  return case when book is not null then acting_role() when acting_person() is not null then '' end;
end $$;

-- Who asks and in which book, for the start of a request; `quiet` is whether the session was not seen for a minute.
create function find_session(token bytea, wanted_book uuid) returns table (
  id uuid, email text, name text, currency text, locale text, time_zone text, date_format text, theme text,
  home_book uuid, quiet boolean, book_id uuid, book_name text, book_currency text, book_version bigint, role text
) language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.email, p.name, p.currency, p.locale, p.time_zone, p.date_format, p.theme,
    coalesce(p.home_book, (
      select m.book_id from member m where m.person_id = p.id
      order by m.role = 'owner' desc, m.created_at, m.book_id limit 1
    )),
    s.seen_at < now() - interval '1 minute',
    b.id, b.name, b.currency, b.version, m.role
  from session s
    join person p on p.id = s.person_id
    left join member m on m.person_id = p.id and m.book_id = wanted_book
    left join book b on b.id = m.book_id
  where s.token_hash = token and s.expires_at > now() and s.created_at > now() - interval '1 day';
end;

create function book_version(token bytea, wanted_book uuid) returns bigint
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select b.version from member m join book b on b.id = m.book_id
    where m.book_id = wanted_book and m.person_id = session_person(token));

create function keep_session_alive(token bytea, idle interval) returns void
  language sql security definer set search_path = public, pg_temp begin atomic
  update session set seen_at = now(), expires_at = now() + idle
  where token_hash = token and expires_at > now() and seen_at < now() - interval '1 minute';
end;

create function end_session(token bytea) returns void
  language sql security definer set search_path = public, pg_temp begin atomic
  delete from session where token_hash = token;
end;

-- How to check a password without seeing what it is checked against: the e-mail as Postgres folds it, and where somebody
-- has it, who that is and the beginning of the stored hash (PHC: algorithm, cost and salt).
create function password_recipe(wanted_email text) returns table (folded_email text, person uuid, recipe text)
  language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select lower(wanted_email), p.id, substring(p.password_hash from '^(.*)\$[^$]+$')
  from (select) as one left join person p on lower(p.email) = lower(wanted_email);
end;

create function own_password_recipe() returns text
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select substring(password_hash from '^(.*)\$[^$]+$') from person where id = acting_person());

-- Starts a session for whoever knows the password: `proof` is the whole hash that it makes by its recipe. A password
-- that changes meanwhile makes the proof worthless, because it is compared in the statement that starts the session.
create function start_session(token bytea, wanted_person uuid, proof text, agent text, idle interval) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known uuid;
begin
  select id into known from person where id = wanted_person and password_hash = proof for key share;
  if not found then return false; end if;
  delete from session where person_id = known and expires_at < now();
  insert into session (token_hash, person_id, user_agent, expires_at) values (token, known, left(agent, 200), now() + idle);
  return true;
end $$;

-- A new password for whoever acts and knows the one there is; ends every session of theirs.
create function change_password(proof text, new_hash text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  changed uuid;
begin
  update person set password_hash = new_hash where id = acting_person() and password_hash = proof returning id into changed;
  if changed is null then return false; end if;
  delete from session where person_id = changed;
  return true;
end $$;

-- A person with a first book of their own, which is their home.
create function sign_up(
  new_email text, new_name text, new_hash text, new_currency text, new_locale text, new_time_zone text,
  out made_person uuid, out made_book uuid
) language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into person (email, name, password_hash, currency, locale, time_zone)
    values (new_email, new_name, new_hash, new_currency, new_locale, new_time_zone) returning id into made_person;
  insert into book (name, currency, made_by) values ('Home', new_currency, made_person) returning id into made_book;
  insert into member (book_id, person_id, role) values (made_book, made_person, 'owner');
  update person set home_book = made_book where id = made_person;
end $$;

-- Another book of whoever acts; the same form again gives the same book.
create function create_book(form_key text, new_name text, new_currency text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid := acting_person();
  made book;
begin
  if owner is null then return null; end if;
  insert into book (name, currency, made_by, made_with) values (new_name, new_currency, owner, form_key)
    on conflict (made_by, made_with) do nothing returning * into made;
  if not found then return (select id from book where made_by = owner and made_with = form_key); end if;
  insert into member (book_id, person_id, role) values (made.id, owner, 'owner');
  insert into audit (book_id, person_id, action, subject, subject_id, after)
    values (made.id, owner, 'add', 'book', made.id, to_jsonb(made));
  return made.id;
end $$;

-- Those who share the acting book, by the name that they go by.
create function members_of_book() returns table (id uuid, name text, email text, role text)
  language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.name, p.email, m.role from member m join person p on p.id = m.person_id
  where m.book_id = acting_book() order by m.created_at, p.id;
end;

-- The name of somebody who is or was at work in the acting book; null for everybody else.
create function name_in_book(wanted uuid) returns text
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select p.name from person p where p.id = wanted and (
    exists (select from member m where m.book_id = acting_book() and m.person_id = p.id)
    or exists (select from audit a where a.book_id = acting_book() and a.person_id = p.id)
  ));

-- The migration grants the app's role what it may call; the roles of dumps and of statistics call none of it.
do $$
declare
  one text;
begin
  for one in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and prosecdef loop
    execute format('revoke execute on function %s from public', one);
  end loop;
end $$;

-- A person sees and changes their own row, a session the sessions of its person.
create policy person_own on person for select using (id = (select acting_person()));
create policy person_change on person for update using (id = (select acting_person()));
create policy session_own on session for select using (person_id = (select acting_person()));
create policy session_end on session for delete using (person_id = (select acting_person()));

create policy book_of_member on book for select using (id = any((select acting_books())::uuid[]));
create policy book_write on book for update using (id = (select writable_book()));
create policy member_of_book on member for select
  using (book_id = (select acting_book()) or person_id = (select acting_person()));
create policy member_take_out on member for delete using (book_id = (select owned_book()) and role <> 'owner');
create policy idempotency_own on idempotency
  using (book_id = (select acting_book()) and person_id = (select acting_person()));

do $$
declare
  one text;
begin
  foreach one in array array['account', 'category', 'transaction', 'posting'] loop
    execute format('create policy %1$s_see on %1$I for select using (book_id = (select acting_book()))', one);
    execute format('create policy %1$s_add on %1$I for insert with check (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_change on %1$I for update using (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_remove on %1$I for delete using (book_id = (select writable_book()))', one);
  end loop;
end $$;
create policy audit_see on audit for select using (book_id = (select acting_book()));
create policy audit_add on audit for insert
  with check (book_id = (select writable_book()) and person_id = (select acting_person()));
-- For the trigger that refuses both, in words.
create policy audit_change on audit for update using (book_id = (select writable_book()));
create policy audit_remove on audit for delete using (book_id = (select writable_book()));

alter table audit alter column book_id set default coalesce(acting_book(), current_book());
alter table audit alter column person_id set default coalesce(acting_person(), current_person());

create or replace function transactions_matching(pattern text, most int) returns setof uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  as $$
    select id from transaction
    where book_id = coalesce(acting_book(), current_book()) and (payee || ' ' || note) ilike pattern limit most
  $$;

create or replace function transaction_document(wanted uuid) returns jsonb language sql stable as $$
  select to_jsonb(t) - 'book_id' || jsonb_build_object('postings', (
    select jsonb_agg(to_jsonb(p) - '{book_id,transaction_id,booked_on}'::text[] order by p.line)
    from posting p where p.book_id = t.book_id and p.transaction_id = t.id
  ))
  from transaction t where t.book_id = coalesce(acting_book(), current_book()) and t.id = wanted
$$;

-- As the owner, because it has to look at the whole of a row's transaction whichever book the session works for by the
-- time it commits. Otherwise as before.
create or replace function check_transaction() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  book uuid;
  id_of uuid;
  header text;
  lines bigint;
  accounts bigint;
  unbalanced boolean;
  misplaced boolean;
begin
  if tg_op = 'DELETE' then book := old.book_id; else book := new.book_id; end if;
  if tg_table_name = 'transaction' then id_of := new.id;
  elsif tg_op = 'DELETE' then id_of := old.transaction_id;
  else id_of := new.transaction_id;
  end if;

  select kind into header from transaction where book_id = book and id = id_of;
  if not found then return null; end if; -- deleted together with its postings

  select coalesce(sum(n), 0), coalesce(sum(on_accounts), 0), bool_or(total <> 0), bool_or(wrong)
  into lines, accounts, unbalanced, misplaced
  from (
    select count(*) as n, count(p.account_id) as on_accounts, sum(p.amount_minor) as total,
      coalesce(bool_or(case header
        when 'spent' then c.kind <> 'spent'
        when 'received' then c.kind <> 'received'
        when 'moved' then c.role is distinct from 'exchange'
        else c.role is distinct from 'opening'
      end) filter (where p.category_id is not null), false) as wrong
    from posting p left join category c on c.book_id = p.book_id and c.id = p.category_id
    where p.book_id = book and p.transaction_id = id_of
    group by p.currency
  ) per_currency;

  if lines < 2 or accounts = 0 then
    raise exception 'a transaction needs two postings, one of them on an account'
      using errcode = 'check_violation', constraint = 'transaction_has_postings', table = 'posting';
  elsif unbalanced then
    raise exception 'the postings of a transaction sum to zero in each currency'
      using errcode = 'check_violation', constraint = 'transaction_sums_to_zero', table = 'posting';
  elsif misplaced then
    raise exception 'a posting is on a category that does not fit the kind of its transaction'
      using errcode = 'check_violation', constraint = 'transaction_category_fits', table = 'posting';
  end if;
  return null;
end $$;
