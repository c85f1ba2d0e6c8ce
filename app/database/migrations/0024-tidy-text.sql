-- What people type is kept as it is seen: letters composed (NFC), without characters that show nothing or turn the
-- direction of what stands beside them. `app/text-rules.ts` does the same before it looks at a text, so that it can say what is
-- wrong in it; here it holds for whatever writes, the release before too.

-- Of what shows nothing by itself, joiners (U+200C, U+200D), variants and tags stay: scripts and emoji are made with them.
create function without_invisible(typed text) returns text language sql immutable parallel safe strict
  return regexp_replace(typed, '[\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001]', '', 'g');

-- A name: one line, each run of blanks one space, nothing that only joins at either end of a word.
create function tidy_line(typed text) returns text language sql immutable parallel safe strict
  return normalize(btrim(regexp_replace(regexp_replace(regexp_replace(
    without_invisible(typed),
    '[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g'),
    '(^| )[\u200c\u200d\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]+|[\u200c\u200d]+(?= |$)', '\1', 'g'),
    ' +', ' ', 'g')), NFC);

-- A note: its lines stay.
create function tidy_note(typed text) returns text language sql immutable parallel safe strict
  return normalize(btrim(without_invisible(regexp_replace(typed, '\r\n?', E'\n', 'g')), E' \t\n\u000b\u000c\u0085\u00a0\u3000'), NFC);

-- What looks the same to a person: without case, accents, ligatures, runs of blanks, and whatever shows nothing.
create or replace function plain_text(typed text) returns text language sql immutable parallel safe strict
  return casefold(btrim(regexp_replace(regexp_replace(normalize(typed, NFKD),
    '[\u0300-\u036f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]',
    '', 'g'), '\s+', ' ', 'g')) collate pg_unicode_fast);

create function keep_name_tidy() returns trigger language plpgsql as $$
begin
  new.name := tidy_line(new.name);
  return new;
end $$;
create function keep_person_tidy() returns trigger language plpgsql as $$
begin
  new.name := tidy_line(new.name);
  new.email := tidy_line(new.email);
  return new;
end $$;
create function keep_note_tidy() returns trigger language plpgsql as $$
begin
  new.note := tidy_note(new.note);
  return new;
end $$;
create trigger account_tidy before insert or update of name on account for each row execute function keep_name_tidy();
create trigger category_tidy before insert or update of name on category for each row execute function keep_name_tidy();

-- Whoever gave a book its name. Nobody gives one name to two, and nobody finds out how books are called that they do not
-- see, as they would if a name were taken that another member gave elsewhere.
alter table book add column named_by uuid references person on delete set null;
create function keep_book_name_tidy() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.name := tidy_line(new.name);
  if tg_op = 'INSERT' then new.named_by := new.made_by;
  -- The release before has no act of a person: a name that it gives is held apart from none.
  elsif new.name <> old.name and coalesce(acting_person(), current_person()) is not null then new.named_by := acting_person();
  end if;
  return new;
end $$;
revoke execute on function keep_book_name_tidy() from public;
create trigger book_tidy before insert or update of name on book for each row execute function keep_book_name_tidy();

create trigger payee_tidy before insert or update of name on payee for each row execute function keep_name_tidy();
create trigger person_tidy before insert or update of name, email on person for each row execute function keep_person_tidy();
create trigger transaction_tidy before insert or update of note on transaction
  for each row when (new.note <> '') execute function keep_note_tidy();
create trigger posting_tidy before insert or update of note on posting
  for each row when (new.note <> '') execute function keep_note_tidy();

-- The payee of a book that looks like this name, made where there is none; null for no name.
create or replace function payee_named(book uuid, typed text) returns uuid language plpgsql as $$
declare
  wanted text := tidy_line(typed);
  found_id uuid;
begin
  if plain_text(wanted) = '' then return null; end if;
  loop
    select id into found_id from payee where book_id = book and plain_name = plain_text(wanted);
    if found then return found_id; end if;
    insert into payee (book_id, name) values (book, wanted) on conflict do nothing returning id into found_id;
    if found then return found_id; end if;
  end loop;
end $$;
