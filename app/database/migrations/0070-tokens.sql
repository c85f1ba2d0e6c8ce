-- Personal tokens: with one, a program imports bank files in its person's name and does nothing else. A token holds 256
-- random bits; here is only its hash. A transaction that is opened with one is no session's: `acting_person` is nobody
-- there, so that all that belongs to a person, and every membership, stays shut.
create table api_token (
  id uuid primary key default uuidv7(),
  person_id uuid not null default acting_person() references person on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  revoked_at timestamptz,
  -- The form that made it, so that sending it twice makes one.
  made_with text not null check (length(made_with) between 1 and 100),
  unique (person_id, made_with)
);
alter table api_token enable row level security;
create policy api_token_own on api_token for select using (person_id = (select acting_person()));
create policy api_token_make on api_token for insert with check (person_id = (select acting_person()));
create policy api_token_revoke on api_token for update using (person_id = (select acting_person()));

-- Whose token it is; nobody's once it was revoked, or was not used for a year.
create function token_person(token bytea) returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select person_id from api_token
    where token_hash = token and revoked_at is null and coalesce(used_at, created_at) > now() - interval '1 year');

-- A new password, however it came to be, makes every token worthless: like a session, one may be in the wrong hands.
create function revoke_tokens() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update api_token set revoked_at = now() where person_id = new.id and revoked_at is null;
  return null;
end $$;
create trigger person_revokes_tokens after update of password_hash on person
  for each row when (old.password_hash is distinct from new.password_hash) execute function revoke_tokens();

-- Whether the transaction is one of a token.
create function opened_by_token() returns boolean language sql stable parallel safe
  return nullif(current_setting('app.token', true), '') is not null;

-- Who imports: the person of the session, or of the token.
create function acting_importer() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return coalesce(acting_person(), token_person(decode(nullif(current_setting('app.token', true), ''), 'hex')));

create or replace function acting_role() returns text
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select role from member
    where book_id = nullif(current_setting('app.book', true), '')::uuid and person_id = acting_importer());

create or replace function acting_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select book_id from member
    where book_id = nullif(current_setting('app.book', true), '')::uuid and person_id = acting_importer());

-- Who belongs to a book is decided and seen in sessions alone.
create or replace function owned_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return case when acting_role() = 'owner' and not opened_by_token() then acting_book() end;

create or replace function members_of_book() returns table (id uuid, name text, email text, role text)
  language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.name, p.email, m.role from member m join person p on p.id = m.person_id
  where m.book_id = acting_book() and not opened_by_token() order by m.created_at, p.id;
end;

-- Opens the transaction for a token and a book. Gives the role of the token's person there; null where the token is worth
-- nothing, or its person is no member.
create function open_book_to_import(token bytea, book uuid) returns text
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('app.session', '', true), set_config('app.token', encode(token, 'hex'), true),
    set_config('app.book', coalesce(book::text, ''), true);
  return acting_role();
end $$;

-- Whose token it is and in which book it works: the one that is named, or the home of its person. `quiet` is whether it
-- was not used for a minute.
create function find_token(token bytea, wanted_book uuid) returns table (
  id uuid, locale text, quiet boolean, book_id uuid, book_currency text, book_time_zone text, role text
) language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.locale, coalesce(t.used_at < now() - interval '1 minute', true), b.id, b.currency, b.zone, m.role
  from api_token t
    join person p on p.id = t.person_id
    left join member m on m.person_id = p.id and m.book_id = coalesce(wanted_book, p.home_book, (
      select one.book_id from member one where one.person_id = p.id
      order by one.role = 'owner' desc, one.created_at, one.book_id limit 1
    ))
    left join book b on b.id = m.book_id
  where t.token_hash = token and token_person(token) is not null;
end;

create function note_token_use(token bytea) returns void
  language sql security definer set search_path = public, pg_temp begin atomic
  update api_token set used_at = now() where token_hash = token and token_person(token) is not null;
end;

-- What a transaction of a token writes, it writes as its person.
alter table audit alter column person_id set default coalesce(acting_importer(), current_person());
alter policy audit_add on audit with check (book_id = (select writable_book()) and person_id = (select acting_importer()));
alter policy act_add on act with check (book_id = (select writable_book()) and person_id = (select acting_importer()));
alter policy idempotency_own on idempotency
  using (book_id = (select acting_book()) and person_id = (select acting_importer()));

-- Raises the version of the acting book, as the last statement of every change to it.
create function raise_version() returns void
  language sql security definer set search_path = public, pg_temp begin atomic
  update book set version = version + 1 where id = writable_book();
end;

-- An import adds rows; a token changes and removes none that somebody has, and makes no account or category.
create policy book_not_by_token on book as restrictive for update using (not opened_by_token());
create policy member_not_by_token on member as restrictive for all using (not opened_by_token());
do $$
declare
  one text;
begin
  -- Whatever else there is is changed in sessions alone; what an import writes can still be added.
  for one in
    select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity
      and relname not in ('book', 'member', 'idempotency', 'import', 'import_row', 'mapping')
  loop
    execute format('create policy %1$s_not_changed_by_token on %1$I as restrictive for update using (not opened_by_token())', one);
    execute format('create policy %1$s_not_removed_by_token on %1$I as restrictive for delete using (not opened_by_token())', one);
    if one not in ('transaction', 'posting', 'payee', 'act', 'audit') then
      execute format('create policy %1$s_not_added_by_token on %1$I as restrictive for insert with check (not opened_by_token())', one);
    end if;
  end loop;
end $$;

-- Whoever acts by sessions calls the new functions in the next moment, before the migration grants what is new.
do $$
declare
  one regprocedure;
  caller regrole;
begin
  for one in select oid from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and proname in (
    'token_person', 'acting_importer', 'open_book_to_import', 'find_token', 'note_token_use', 'raise_version', 'revoke_tokens'
  ) loop
    execute format('revoke execute on function %s from public', one);
    for caller in
      select grantee::regrole from pg_proc, aclexplode(proacl)
      where pg_proc.oid = 'acting_person()'::regprocedure and grantee not in (0, proowner)
    loop
      execute format('grant execute on function %s to %s', one, caller);
    end loop;
  end loop;
end $$;

-- A file that nobody imported within a week is thrown away.
create function worker.expire_drafts(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from import where (book_id, id) in (
    select book_id, id from import where state = 'draft' and created_at < now() - interval '7 days'
    limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function worker.expire_drafts(int) from public;
