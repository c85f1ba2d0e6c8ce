-- Accounts of a book, categories beside each other, and the books that one person named have names that nobody takes for
-- the same: as payees and as search, without case, accents and what shows nothing. What looks the same from before gets a
-- number, as in "Café (2)"; the tidy and older one keeps its name.
lock table account, category, book in share row exclusive mode;

do $$
declare
  kind record;
  one record;
  apart text;
  ending text;
begin
  for kind in select * from (values
    ('account', 'book_id', 'book_id::text', 80),
    ('category', 'book_id', 'book_id::text, kind, parent_id::text', 60),
    ('book', 'id', 'coalesce(named_by, id)::text', 100)
  ) kinds (name, book, beside, most) loop
    for one in execute format($sql$
      select * from (
        select id, %2$s as book, array[%3$s] as beside, name, wanted,
          row_number() over (partition by array[%3$s], plain_text(wanted) order by name <> wanted, created_at, id) as nth
        from (
          select *, case when plain_text(name) = '' then 'Nameless' else btrim(left(tidy_line(name), %4$s)) end as wanted
          from %1$I
        ) named
      ) numbered where nth > 1 or name <> wanted order by nth = 1, nth $sql$,
      kind.name, kind.book, kind.beside, kind.most)
    loop
      apart := one.wanted;
      for n in 2 .. 1000000 loop
        exit when one.nth = 1; -- last of all: by then no other has its name
        ending := format(' (%s)', n);
        apart := btrim(left(one.wanted, kind.most - length(ending))) || ending;
        execute format('select 1 from %1$I where array[%2$s] = $1 and plain_text(name) = plain_text($2) limit 1',
          kind.name, kind.beside) using one.beside, apart into ending;
        exit when ending is null;
      end loop;
      execute format('update %I set name = $1 where id = $2', kind.name) using apart, one.id;
      update book set version = version + 1 where id = one.book; -- what is cached by it has the name
    end loop;
  end loop;
end $$;

create unique index account_look on account (book_id, plain_text(name));
create unique index category_look on category
  (book_id, kind, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), plain_text(name));
create unique index book_name on book (named_by, plain_text(name)) where named_by is not null;
-- By these names, a name that is taken is known, to the release before too.
drop index account_name, category_name;
alter index account_look rename to account_name;
alter index category_look rename to category_name;

-- Another book of whoever acts; the same form again gives the same book. One after the other: else the second of two would
-- find its name taken instead of its form sent.
create or replace function create_book(form_key text, new_name text, new_currency text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner uuid := acting_person();
  made book;
begin
  if owner is null then return null; end if;
  perform from person where id = owner for no key update;
  insert into book (name, currency, made_by, made_with) values (new_name, new_currency, owner, form_key)
    on conflict (made_by, made_with) do nothing returning * into made;
  if not found then return (select id from book where made_by = owner and made_with = form_key); end if;
  insert into member (book_id, person_id, role) values (made.id, owner, 'owner');
  insert into audit (book_id, person_id, action, subject, subject_id, after)
    values (made.id, owner, 'add', 'book', made.id, to_jsonb(made));
  return made.id;
end $$;

alter table account add constraint account_name_shows check (plain_text(name) <> '') not valid;
alter table category add constraint category_name_shows check (plain_text(name) <> '') not valid;
alter table book add constraint book_name_shows check (plain_text(name) <> '') not valid;
alter table person add constraint person_name_shows check (plain_text(name) <> '') not valid;
alter table payee add constraint payee_name_shows check (plain_text(name) <> '') not valid;
