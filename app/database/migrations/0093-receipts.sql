-- Receipts of transactions. A file is named by the SHA-256 of its bytes; where it is kept, in this database or on a volume, only
-- app/receipts/store knows. This table lists all of them: backup, drill and restore are checked against it.
create table receipt_file (
  hash bytea primary key check (length(hash) = 32),
  bytes int not null check (bytes > 0),
  -- A small picture of it, as WebP; null where there is none.
  thumbnail bytea check (length(thumbnail) <= 65536),
  stored_at timestamptz not null default now(),
  -- When a receipt last needed it that is deleted, or whose transaction is.
  needed_at timestamptz not null default now()
);

create table receipt (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  -- Null until the form is saved that it came with. No foreign key: where the transaction is deleted the receipt is out of
  -- sight, and where the deletion is undone it is there again.
  transaction_id uuid,
  hash bytea not null references receipt_file,
  -- As the person called it; never the name of anything stored.
  name text not null check (length(name) between 1 and 200),
  type text not null check (type in ('image/jpeg', 'application/pdf')),
  bytes int not null check (bytes > 0),
  width int,
  height int,
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  primary key (book_id, id)
);
create index receipt_transaction on receipt (book_id, transaction_id);
create index receipt_hash on receipt (hash);
create index receipt_creator on receipt (created_by);
create index receipt_waiting on receipt (created_at) where transaction_id is null;

-- Files that are kept in this database, in parts.
create table receipt_part (
  hash bytea not null check (length(hash) = 32),
  number int not null check (number >= 0),
  bytes bytea not null check (length(bytes) between 1 and 262144),
  primary key (hash, number)
);
alter table receipt_part alter column bytes set storage external; -- what is compressed already

-- Backups that are kept, and the files that each of them lists.
create table kept_backup (
  name text primary key check (length(name) between 1 and 200),
  taken_at timestamptz not null
);
create table kept_backup_file (
  backup text not null references kept_backup on delete cascade,
  hash bytea not null,
  primary key (backup, hash)
);
create index kept_backup_file_hash on kept_backup_file (hash);

-- Whoever acts sees the files of the receipts of the book, and adds parts while they may write there. All else is done by
-- functions.
alter table receipt enable row level security;
create policy receipt_see on receipt for select using (book_id = (select acting_book()));
create policy receipt_add on receipt for insert with check (book_id = (select writable_book()));
create policy receipt_change on receipt for update using (book_id = (select writable_book()));
create policy receipt_remove on receipt for delete using (book_id = (select writable_book()));
create policy receipt_not_changed_by_token on receipt as restrictive for update using (not opened_by_token());
create policy receipt_not_removed_by_token on receipt as restrictive for delete using (not opened_by_token());
alter table receipt_file enable row level security;
create policy receipt_file_see on receipt_file for select using (
  exists (select from receipt r where r.hash = receipt_file.hash and r.book_id = (select acting_book())));
alter table receipt_part enable row level security;
create policy receipt_part_see on receipt_part for select using (
  exists (select from receipt r where r.hash = receipt_part.hash and r.book_id = (select acting_book())));
create policy receipt_part_add on receipt_part for insert with check ((select writable_book()) is not null);
alter table kept_backup enable row level security;
alter table kept_backup_file enable row level security;

-- Parts are those of their hash, whoever adds them.
create function check_receipt_parts() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from (select distinct hash from added) one
    where one.hash <> (select sha256(string_agg(p.bytes, '' order by p.number)) from receipt_part p where p.hash = one.hash)
  ) then
    raise exception 'the parts are not those of the hash' using errcode = 'check_violation', constraint = 'receipt_part_hash',
      table = 'receipt_part';
  end if;
  return null;
end $$;
create trigger receipt_part_checked after insert on receipt_part referencing new table as added
  for each statement execute function check_receipt_parts();

-- Lists a file that is about to be stored, or needed once more; the nightly removal of files waits for whoever does.
create function need_receipt_file(new_hash bytea, new_bytes int, new_thumbnail bytea) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if writable_book() is null then
    raise exception 'receipts are added by those who may write in a book' using errcode = 'insufficient_privilege';
  end if;
  insert into receipt_file (hash, bytes, thumbnail) values (new_hash, new_bytes, new_thumbnail)
    on conflict (hash) do update set needed_at = now();
end $$;

create function note_receipts_gone() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update receipt_file set needed_at = now() where hash in (select hash from gone);
  return null;
end $$;
create trigger receipt_gone after delete on receipt referencing old table as gone
  for each statement execute function note_receipts_gone();

create function note_receipts_out_of_sight() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update receipt_file set needed_at = now() where hash in (
    select r.hash from gone join receipt r on r.book_id = gone.book_id and r.transaction_id = gone.id);
  return null;
end $$;
create trigger transaction_receipts_gone after delete on transaction referencing old table as gone
  for each statement execute function note_receipts_out_of_sight();

-- Whether a receipt needs the file now: its transaction is there, or part of one that it was joined to, or its form is not
-- saved yet.
create function is_receipt_file_needed(wanted bytea) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  return exists (
    select from receipt r where r.hash = wanted and (r.transaction_id is null
      or exists (select from transaction t where t.book_id = r.book_id and t.id = r.transaction_id)
      or exists (select from transaction t
        where t.book_id = r.book_id and t.metadata ? 'joined' and (t.metadata ->> 'joined')::uuid = r.transaction_id)));

do $$
declare
  rule text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'audit'::regclass and conname = 'audit_subject_check');
begin
  alter table audit drop constraint audit_subject_check;
  execute 'alter table audit add constraint audit_subject_check '
    || replace(replace(rule, 'ARRAY[', 'ARRAY[''receipt''::text, '), ' NOT VALID', '') || ' not valid';
end $$;
alter table audit validate constraint audit_subject_check;

-- Whoever acts by sessions calls the new function in the next moment, before the migration grants what is new.
do $$
declare
  one regprocedure;
  caller regrole;
begin
  for one in select oid from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and proname in (
    'check_receipt_parts', 'need_receipt_file', 'note_receipts_gone', 'note_receipts_out_of_sight', 'is_receipt_file_needed'
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
