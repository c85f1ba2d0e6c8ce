-- What comes again. Its days are worked out in one place, by the app (app/schedules/recurrence.ts); here stands what they are
-- worked out from. What it refers to stands inside `entry`, and is looked for whenever that is written.
create table schedule (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  payee_id uuid,
  -- An entry in single-entry terms, without its day, payee and tags. Amounts are text, in minor units.
  entry jsonb not null check (entry ->> 'kind' in ('spent', 'received', 'moved')),
  tags uuid[] not null default '{}',
  amount text not null check (amount in ('fixed', 'usual')),
  enters text not null check (enters in ('by itself', 'confirmed')),
  first_on date not null check (first_on between '1900-01-01' and '2999-12-31'),
  unit text not null check (unit in ('week', 'month', 'year')),
  every smallint not null check (every between 1 and 99),
  day_of_month text not null check (day_of_month in ('same day', 'last day', 'last working day')),
  until_on date,
  times smallint check (times between 1 and 999),
  -- Nothing before it is entered: what was there before the schedule was typed by hand.
  since_on date not null,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  primary key (book_id, id),
  foreign key (book_id, payee_id) references payee (book_id, id),
  check (unit <> 'week' or day_of_month = 'same day')
);
create index schedule_payee on schedule (book_id, payee_id);
create index schedule_creator on schedule (created_by);

-- What became of a day on which a schedule was due, or what is to become of it. It outlives its schedule, so that one which is
-- brought back enters no day twice.
create table occurrence (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  schedule_id uuid not null,
  due_on date not null,
  state text not null check (state in ('entered', 'skipped', 'changed')),
  -- The row that was entered; it may be gone since.
  transaction_id uuid check ((transaction_id is not null) = (state = 'entered')),
  -- What is to be entered instead, with its day and payee, where one alone is changed.
  entry jsonb check ((entry is not null) = (state = 'changed')),
  primary key (book_id, schedule_id, due_on),
  unique (book_id, id)
);
create index occurrence_transaction on occurrence (book_id, transaction_id) where transaction_id is not null;

-- First day on which a schedule may be waiting, or infinity, and the day on which a worker has to look at it again.
create table schedule_look (
  book_id uuid not null,
  schedule_id uuid not null,
  look_on date not null,
  try_on date not null,
  primary key (book_id, schedule_id),
  foreign key (book_id, schedule_id) references schedule (book_id, id) on delete cascade
);
create index schedule_look_try on schedule_look (try_on);

-- Payees whose rows seem to come again, of whom a person said that they do not.
create table schedule_refused (
  book_id uuid not null references book on delete cascade,
  payee_id uuid not null,
  primary key (book_id, payee_id),
  foreign key (book_id, payee_id) references payee (book_id, id) on delete cascade
);

create function look_at_schedule() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into schedule_look (book_id, schedule_id, look_on, try_on)
    values (new.book_id, new.id, greatest(new.first_on, new.since_on), greatest(new.first_on, new.since_on))
    on conflict (book_id, schedule_id) do update set look_on = excluded.look_on, try_on = excluded.try_on;
  return null;
end $$;
revoke execute on function look_at_schedule() from public;
create trigger schedule_looked_at after insert or update on schedule for each row execute function look_at_schedule();

create function look_at_occurrence() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update schedule_look set look_on = least(look_on, old.due_on), try_on = least(try_on, old.due_on)
    where book_id = old.book_id and schedule_id = old.schedule_id;
  return null;
end $$;
revoke execute on function look_at_occurrence() from public;
create trigger occurrence_looked_at after update or delete on occurrence for each row execute function look_at_occurrence();

create function check_schedule() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from jsonb_path_query(new.entry, '$.**.category') one (id)
    where not exists (
      select from category c where c.book_id = new.book_id and c.id = (one.id #>> '{}')::uuid and c.kind <> 'equity'
    )
  ) or exists (
    select from jsonb_path_query(new.entry, '$.**.id') one (id)
    where not exists (select from account a where a.book_id = new.book_id and a.id = (one.id #>> '{}')::uuid)
  ) then
    raise exception 'a schedule names an account or a category that its book does not have'
      using errcode = 'foreign_key_violation', constraint = 'schedule_refers', table = tg_table_name;
  end if;
  return new;
end $$;
revoke execute on function check_schedule() from public;
create trigger schedule_refers before insert or update of entry on schedule for each row execute function check_schedule();
create trigger occurrence_refers before insert or update of entry on occurrence
  for each row when (new.entry is not null) execute function check_schedule();

do $$
declare
  one text;
begin
  foreach one in array array['schedule', 'occurrence', 'schedule_look', 'schedule_refused'] loop
    execute format('alter table %I enable row level security', one);
    execute format('create policy %1$s_see on %1$I for select using (book_id = (select acting_book()))', one);
    execute format('create policy %1$s_add on %1$I for insert with check (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_change on %1$I for update using (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_remove on %1$I for delete using (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_not_changed_by_token on %1$I as restrictive for update using (not opened_by_token())', one);
    execute format('create policy %1$s_not_removed_by_token on %1$I as restrictive for delete using (not opened_by_token())', one);
    execute format('create policy %1$s_not_added_by_token on %1$I as restrictive for insert with check (not opened_by_token())', one);
  end loop;
end $$;

do $$
declare
  rule text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'audit'::regclass and conname = 'audit_subject_check');
begin
  alter table audit drop constraint audit_subject_check;
  execute 'alter table audit add constraint audit_subject_check '
    || replace(replace(rule, 'ARRAY[', 'ARRAY[''schedule''::text, ''occurrence''::text, '), ' NOT VALID', '') || ' not valid';
end $$;
