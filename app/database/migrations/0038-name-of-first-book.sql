-- A first book is called after whoever it is made for: "Home" was what everybody's was called, side by side once they share.
create or replace function sign_up(
  new_email text, new_name text, new_hash text, new_currency text, new_locale text, new_time_zone text,
  out made_person uuid, out made_book uuid
) language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into person (email, name, password_hash, currency, locale, time_zone)
    values (new_email, new_name, new_hash, new_currency, new_locale, new_time_zone) returning id into made_person;
  insert into book (name, currency, made_by)
    values (left(tidy_line(new_name), 93) || '’s book', new_currency, made_person) returning id into made_book;
  insert into member (book_id, person_id, role) values (made_book, made_person, 'owner');
  update person set home_book = made_book where id = made_person;
end $$;
