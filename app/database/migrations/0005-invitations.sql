-- One-use links by which somebody becomes a member of a book. A link holds 256 random bits; here is only their hash.
-- Who is a member changes by the functions below alone, and each of them writes down who did it.

create table invitation (
  id uuid primary key default uuidv7(),
  -- Null, as are the role and who made it, for the link by which the first person signs up.
  book_id uuid references book on delete cascade,
  role text check (role in ('owner', 'editor', 'viewer')),
  made_by uuid references person on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references person on delete set null,
  withdrawn_at timestamptz,
  check (num_nonnulls(book_id, role, made_by) in (0, 3)),
  check (num_nonnulls(used_at, withdrawn_at) < 2)
);
create index invitation_book on invitation (book_id, id);

alter table invitation enable row level security;
create policy invitation_of_owner on invitation for select using (book_id = (select owned_book()));
drop policy member_take_out on member;

alter table audit drop constraint audit_subject_check;
alter table audit add constraint audit_subject_check
  check (subject in ('book', 'account', 'category', 'transaction', 'member', 'invitation'));

-- The invitation that a token opens. It is worth nothing once it was used, taken back, is over, or whoever made it is
-- no owner any more; nor the first person's, once there is somebody.
create function open_invitation(token bytea) returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select i.id from invitation i
    where i.token_hash = token and i.used_at is null and i.withdrawn_at is null and i.expires_at > now()
      and case when i.book_id is null then not exists (select from person)
        else exists (
          select from member m where m.book_id = i.book_id and m.person_id = i.made_by and m.role = 'owner'
        ) end);

-- Who invites to what, for whoever has the token; no row where it is worth nothing. `own_role` is the role that the
-- session's person has in the book already. Who came in by the link goes on seeing it.
create function see_invitation(token bytea, session bytea) returns table (
  book_id uuid, book_name text, inviter text, role text, own_role text
) language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select i.book_id, b.name, p.name, i.role, m.role
  from invitation i
    left join book b on b.id = i.book_id
    left join person p on p.id = i.made_by
    left join member m on m.book_id = i.book_id and m.person_id = session_person(session)
  where i.token_hash = token and (
    i.id = open_invitation(token) or (m.person_id is not null and i.used_by = m.person_id)
  );
end;

-- Of the owner's functions alone: with the rights of whoever calls it, the app's role adds no member by it.
create function join_book(invited invitation, newcomer uuid) returns void
  language plpgsql set search_path = public, pg_temp as $$
begin
  insert into member (book_id, person_id, role) values (invited.book_id, newcomer, invited.role);
  update invitation set used_at = now(), used_by = newcomer where id = invited.id;
  insert into audit (book_id, person_id, action, subject, subject_id, after)
    values (invited.book_id, newcomer, 'add', 'member', newcomer,
      jsonb_build_object('role', invited.role, 'invitation', invited.id, 'made_by', invited.made_by));
  update book set version = version + 1 where id = invited.book_id;
end $$;

-- Makes whoever acts a member, by a link that is used up with it. Gives the book; null where the link is worth nothing.
-- A member's own link stays for somebody else, and whoever came in by it may say so twice.
create function accept_invitation(token bytea) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  newcomer uuid := acting_person();
  invited invitation;
  seen record;
begin
  if newcomer is null then return null; end if;
  -- Of two at once the second waits here, and then finds it used.
  perform from invitation where token_hash = token for update;
  select * into seen from see_invitation(token, decode(current_setting('app.session'), 'hex'));
  if seen.own_role is not null then return seen.book_id; end if;
  select * into invited from invitation where id = open_invitation(token) and book_id is not null;
  if not found then return null; end if;
  perform join_book(invited, newcomer);
  return invited.book_id;
end $$;

-- A person who signs up by a link: a member of its book, which is their home. The first person's has a book made as for
-- every other sign-up. Gives nulls, and makes nobody, where the link is worth nothing.
create function sign_up_by_invitation(
  token bytea,
  new_email text, new_name text, new_hash text, new_currency text, new_locale text, new_time_zone text,
  out made_person uuid, out first_book uuid
) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  invited invitation;
begin
  perform from invitation where token_hash = token for update;
  select * into invited from invitation where id = open_invitation(token);
  if not found then return; end if;
  if invited.book_id is null then
    select * into made_person, first_book
      from sign_up(new_email, new_name, new_hash, new_currency, new_locale, new_time_zone);
    update invitation set used_at = now(), used_by = made_person where id = invited.id;
    return;
  end if;
  insert into person (email, name, password_hash, currency, locale, time_zone)
    values (new_email, new_name, new_hash, new_currency, new_locale, new_time_zone) returning id into made_person;
  perform join_book(invited, made_person);
  first_book := invited.book_id;
  update person set home_book = first_book where id = made_person;
end $$;

-- A link to the acting book, for a week. Null where whoever acts is not its owner.
create function make_invitation(token bytea, invited_role text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made invitation;
begin
  delete from invitation
    where book_id = owned_book() and coalesce(used_at, withdrawn_at, expires_at) < now() - interval '30 days';
  insert into invitation (book_id, role, made_by, token_hash, expires_at)
    select owned_book(), invited_role, acting_person(), token, now() + interval '7 days'
    where owned_book() is not null
    returning * into made;
  if not found then return null; end if;
  insert into audit (book_id, person_id, action, subject, subject_id, after)
    values (made.book_id, made.made_by, 'add', 'invitation', made.id, to_jsonb(made) - 'token_hash');
  return made.id;
end $$;

-- Takes a link to the acting book back. False where there is none that could be used, or whoever acts is not the owner.
create function withdraw_invitation(wanted uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone invitation;
begin
  update invitation set withdrawn_at = now()
    where id = wanted and book_id = owned_book() and used_at is null and withdrawn_at is null
    returning * into gone;
  if not found then return false; end if;
  insert into audit (book_id, person_id, action, subject, subject_id, before)
    values (gone.book_id, acting_person(), 'delete', 'invitation', gone.id, to_jsonb(gone) - 'token_hash');
  return true;
end $$;

-- Gives a member of the acting book another role. An owner keeps theirs: nobody takes a book from another.
create function change_role(wanted uuid, new_role text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before member;
begin
  select * into before from member
    where book_id = owned_book() and person_id = wanted and role <> 'owner' for update;
  if not found then return false; end if;
  if before.role = new_role then return true; end if;
  update member set role = new_role where book_id = before.book_id and person_id = wanted;
  insert into audit (book_id, person_id, action, subject, subject_id, before, after)
    values (before.book_id, acting_person(), 'edit', 'member', wanted,
      jsonb_build_object('role', before.role), jsonb_build_object('role', new_role));
  return true;
end $$;

-- Takes a member out of the acting book; an owner stays until they leave.
create function take_out(wanted uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone member;
begin
  delete from member where book_id = owned_book() and person_id = wanted and role <> 'owner' returning * into gone;
  if not found then return false; end if;
  insert into audit (book_id, person_id, action, subject, subject_id, before)
    values (gone.book_id, acting_person(), 'delete', 'member', wanted, jsonb_build_object('role', gone.role));
  return true;
end $$;

-- Takes whoever acts out of a book. False, and nothing has changed, where that would leave it without an owner.
create function leave_book(wanted uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  leaver uuid := acting_person();
  own member;
begin
  -- One at a time: of two owners who leave at once, the second is the last.
  perform from book b where b.id = wanted
    and exists (select from member m where m.book_id = b.id and m.person_id = leaver) for no key update;
  select * into own from member where book_id = wanted and person_id = leaver for update;
  if not found then return true; end if;
  if own.role = 'owner' and not exists (
    select from member where book_id = wanted and person_id <> leaver and role = 'owner'
  ) then return false; end if;
  delete from member where book_id = wanted and person_id = leaver;
  insert into audit (book_id, person_id, action, subject, subject_id, before)
    values (wanted, leaver, 'delete', 'member', leaver, jsonb_build_object('role', own.role));
  update book set version = version + 1 where id = wanted;
  return true;
end $$;

-- The migration grants the app's role what it may call; the roles of dumps and of statistics call none of it.
do $$
declare
  one text;
begin
  for one in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and prosecdef loop
    execute format('revoke execute on function %s from public', one);
  end loop;
end $$;
