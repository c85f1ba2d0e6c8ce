-- Browsers in which a person signed in, by the hash of a token that they keep for long: somebody else's wrong tries do not
-- lock these out. A device grants nothing by itself.
create table device (
  person_id uuid not null references person on delete cascade,
  token_hash bytea not null check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (person_id, token_hash)
);

alter table device enable row level security;
create policy device_own on device using (person_id = (select acting_person()));

create function knows_device(wanted_person uuid, token bytea) returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return exists (select from device where person_id = wanted_person and token_hash = token);
revoke execute on function knows_device(uuid, bytea) from public;

-- The device of whoever acts; those that nobody used for 400 days, as long as a browser keeps a cookie, are forgotten.
create function remember_device(token bytea) returns void
  language sql security definer set search_path = public, pg_temp begin atomic
  delete from device where person_id = acting_person() and seen_at < now() - interval '400 days';
  insert into device (person_id, token_hash) select acting_person(), token where acting_person() is not null
    on conflict (person_id, token_hash) do update set seen_at = now();
end;
revoke execute on function remember_device(bytea) from public;

-- As before, and forgets the devices too: whoever had the old password may have signed in somewhere.
create or replace function change_password(proof text, new_hash text) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  changed uuid;
begin
  update person set password_hash = new_hash where id = acting_person() and password_hash = proof returning id into changed;
  if changed is null then return false; end if;
  delete from session where person_id = changed;
  delete from device where person_id = changed;
  return true;
end $$;
