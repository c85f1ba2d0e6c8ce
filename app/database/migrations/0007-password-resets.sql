-- Who forgot the password gets a link from whoever runs the site, who proves nothing to the app: the link is made as the
-- owner of the database, and used up by the functions below. A link holds 256 random bits; here is only their hash.

-- What happened to a person's way in, for them to see. Only functions of the owner write it.
create table person_event (
  person_id uuid not null references person on delete cascade,
  id uuid not null default uuidv7(),
  at timestamptz not null default now(),
  kind text not null check (kind in ('password-changed', 'reset-link-made', 'reset-link-used')),
  primary key (person_id, id)
);
alter table person_event enable row level security;
create policy person_event_own on person_event for select using (person_id = (select acting_person()));

-- One for a person: a newer link takes the place of the one before. Without a policy: the app's role sees none.
create table password_reset (
  person_id uuid primary key references person on delete cascade,
  token_hash bytea not null unique check (length(token_hash) = 32),
  expires_at timestamptz not null
);
alter table password_reset enable row level security;

-- Makes a link for an hour and ends the person's sessions; false where nobody has the e-mail. For the owner alone: with
-- the rights of whoever calls it, the app's role may write no row of it.
create function make_password_reset(wanted_email text, token bytea) returns boolean
  language plpgsql set search_path = public, pg_temp as $$
declare
  known uuid;
begin
  select id into known from person where lower(email) = lower(wanted_email) for update;
  if not found then return false; end if;
  insert into password_reset (person_id, token_hash, expires_at) values (known, token, now() + interval '1 hour')
    on conflict (person_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at;
  delete from session where person_id = known;
  insert into person_event (person_id, kind) values (known, 'reset-link-made');
  return true;
end $$;

-- Whose password a link sets, for the rules that a new one is held to; no row where the link is worth nothing.
create function person_of_reset(token bytea) returns table (email text, name text)
  language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.email, p.name from password_reset r join person p on p.id = r.person_id
  where r.token_hash = token and r.expires_at > now();
end;
revoke execute on function person_of_reset(bytea) from public;

-- A new password for whoever has the link, which is used up. Ends every session and forgets every device: whoever knew the
-- old password may have signed in somewhere. Gives the person; null, and nothing has changed, where it is worth nothing.
create function reset_password(token bytea, new_hash text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known uuid;
begin
  select person_id into known from password_reset where token_hash = token;
  -- The person first, as everywhere. Of two at once the second waits here, and then finds no link; so does a sign-in,
  -- which then finds another password.
  perform from person where id = known for update;
  delete from password_reset where token_hash = token and expires_at > now();
  if not found then return null; end if;
  update person set password_hash = new_hash where id = known;
  delete from session where person_id = known;
  delete from device where person_id = known;
  insert into person_event (person_id, kind) values (known, 'reset-link-used');
  return known;
end $$;
revoke execute on function reset_password(bytea, text) from public;

-- As before, and is written down; a link that was made before is worth nothing any more.
create or replace function change_password(proof text, new_hash text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  changed uuid := acting_person();
begin
  -- Kept from the beginning, so that a sign-in waits until the sessions have ended. An update of no key would not keep it.
  perform from person where id = changed and password_hash = proof for update;
  if not found then return false; end if;
  update person set password_hash = new_hash where id = changed;
  delete from session where person_id = changed;
  delete from device where person_id = changed;
  delete from password_reset where person_id = changed;
  insert into person_event (person_id, kind) values (changed, 'password-changed');
  return true;
end $$;
